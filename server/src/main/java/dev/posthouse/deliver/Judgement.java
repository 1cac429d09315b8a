package dev.posthouse.deliver;

import dev.posthouse.config.Action;
import dev.posthouse.event.Verdict;
import java.time.Instant;

/// What follows from one attempt: for the delivery, for its lane, and for what we think of the
/// endpoint's health.
///
/// @param rule the error rule that said so, empty where none did
record Judgement(Verdict verdict, LaneEffect lane, Health health, String rule) {
  /// By the usual table.
  Judgement(Verdict verdict, LaneEffect lane, Health health) {
    this(verdict, lane, health, "");
  }

  /// What an outcome does to all deliveries of its endpoint.
  sealed interface LaneEffect {
    record None() implements LaneEffect {}

    /// The receiver asked for a pause.
    record Close(Instant until) implements LaneEffect {}

    /// The receiver is gone for good, or what it answers means as much.
    record Disable(Action why) implements LaneEffect {}
  }

  /// `NEUTRAL`: a request to slow down, or a fault of ours, says nothing about the receiver.
  enum Health {
    GOOD,
    BAD,
    NEUTRAL
  }
}
