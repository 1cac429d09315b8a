package dev.posthouse.store;

import java.time.Instant;

/// The database cannot write: why, and since when.
public record Outage(Appended.Reason reason, String why, Instant since) {}
