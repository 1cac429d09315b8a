package dev.posthouse.deliver;

import dev.posthouse.event.Outcome;
import java.time.Instant;

/// How an endpoint has been answering. Guarded by its lane's lock.
final class Health {
  /// So many time-outs in a row, and the endpoint counts as hanging until an attempt succeeds.
  static final int HANGING = 3;

  /// What a hanging endpoint may still run at once, so that it cannot hold many slots.
  static final int HANGING_CONCURRENCY = 2;

  /// What an endpoint may run at once before it has answered anything. Each answer adds one, so
  /// that one that answers soon has all it may after some milliseconds, and one that never answers
  /// does not fill memory with attempts that wait.
  static final int UNPROVEN_CONCURRENCY = 8;

  /// More than an endpoint can be set to.
  private static final int ENOUGH = 1_000_000;

  private Instant lastSuccess = Instant.EPOCH;
  private int failures;
  private int timeouts;
  private int proven = UNPROVEN_CONCURRENCY;

  void saw(Outcome outcome, Judgement.Health judged, Instant now) {
    switch (judged) {
      case GOOD -> {
        lastSuccess = now;
        failures = 0;
        timeouts = 0;
        answered();
      }
      case BAD -> {
        failures++;
        timeouts = timeoutsAfter(outcome);
        if (outcome instanceof Outcome.Answered) {
          answered();
        }
      }
      case NEUTRAL -> {}
    }
  }

  /// Once hanging, an endpoint stays so until an attempt succeeds.
  private int timeoutsAfter(Outcome outcome) {
    if (outcome instanceof Outcome.TimedOut) {
      return Math.min(timeouts + 1, HANGING);
    }
    return hanging() ? timeouts : 0;
  }

  private void answered() {
    proven = Math.min(proven + 1, ENOUGH);
  }

  /// The endpoint was changed: what it did before says little.
  void forgive() {
    timeouts = 0;
    proven = UNPROVEN_CONCURRENCY;
  }

  Instant lastSuccess() {
    return lastSuccess;
  }

  int failures() {
    return failures;
  }

  /// How many attempts it may run at once, whatever it is set to.
  int bearable() {
    return hanging() ? HANGING_CONCURRENCY : proven;
  }

  boolean hanging() {
    return timeouts >= HANGING;
  }
}
