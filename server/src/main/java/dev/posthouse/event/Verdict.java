package dev.posthouse.event;

import java.time.Instant;
import java.util.Locale;

/// What is done after an attempt.
public sealed interface Verdict {
  record Done() implements Verdict {}

  record Retry(Instant due) implements Verdict {}

  record Failed(Reason reason) implements Verdict {}

  /// Why a delivery is given up.
  enum Reason {
    /// The receiver answered 410.
    GONE,
    /// No attempt is left in the schedule.
    EXHAUSTED,
    /// The retry policy's `maxAge` has passed.
    TOO_OLD,
    TEMPLATE,
    /// An error rule of its endpoint says so.
    ERROR_RULE,
    BACKLOG_FULL;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
