package dev.posthouse.deliver;

import dev.posthouse.event.Header;
import dev.posthouse.event.Outcome.Answered;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How `Retry-After` is read, for tests outside this package.
public final class Pauses {
  /// The longest there is.
  public static final Duration MOST = RetryAfter.MOST;

  private Pauses() {}

  public static Optional<Instant> until(String retryAfter, Instant now) {
    var header = new Header("Retry-After", retryAfter);
    return RetryAfter.of(new Answered(429, List.of(header), new byte[0], 0), now);
  }
}
