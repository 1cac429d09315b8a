package dev.posthouse.web;

import dev.posthouse.config.Standings;
import dev.posthouse.deliver.Certificates;
import dev.posthouse.deliver.Dispatcher;
import dev.posthouse.deliver.TestSend;
import dev.posthouse.store.Backlog;

/// What people ask of an endpoint beside its configuration, and of whom.
record EndpointWork(
    Dispatcher dispatcher,
    Backlog backlog,
    TestSend test,
    ReplaysApi replays,
    Certificates certificates,
    Standings standings,
    HoldStatus holds) {}
