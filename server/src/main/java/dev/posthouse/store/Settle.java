package dev.posthouse.store;

import dev.posthouse.event.AttemptReport;
import dev.posthouse.event.OpenDelivery;
import dev.posthouse.event.Verdict;

/// One command to the ledger: an attempt is over. `delivery` is what the attempt saw when it began;
/// the report carries the attempt's number, which is one more than `delivery.attempts()`.
public record Settle(OpenDelivery delivery, AttemptReport report, Verdict verdict) {}
