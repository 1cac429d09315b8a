package dev.posthouse.deliver;

import dev.posthouse.event.Outcome;
import java.time.Instant;

/// How an endpoint has been answering. Guarded by its lane's lock.
final class Health {
  private Instant lastSuccess = Instant.EPOCH;
  private int failures;
  private int timeouts;

  void saw(Outcome outcome, Judgement.Health judged, Instant now) {
    switch (judged) {
      case GOOD -> {
        lastSuccess = now;
        failures = 0;
        timeouts = 0;
      }
      case BAD -> {
        failures++;
        timeouts = timeoutsAfter(outcome);
      }
      case NEUTRAL -> {}
    }
  }

  /// Once hanging, an endpoint stays so until an attempt succeeds.
  private int timeoutsAfter(Outcome outcome) {
    if (outcome instanceof Outcome.TimedOut) {
      return Math.min(timeouts + 1, Gate.HANGING);
    }
    return hanging() ? timeouts : 0;
  }

  /// The endpoint was changed: what it did before says little.
  void forgive() {
    timeouts = 0;
  }

  Instant lastSuccess() {
    return lastSuccess;
  }

  int failures() {
    return failures;
  }

  int timeouts() {
    return timeouts;
  }

  boolean hanging() {
    return timeouts >= Gate.HANGING;
  }
}
