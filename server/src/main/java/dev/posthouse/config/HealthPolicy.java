package dev.posthouse.config;

import java.time.Duration;
import java.util.Optional;

/// What becomes of an endpoint that fails.
///
/// @param breaker when no more is sent but probes; absent: never
/// @param disableAfter after how long of nothing but failures it is disabled; absent: never
public record HealthPolicy(Optional<Breaker> breaker, Optional<Duration> disableAfter) {
  /// Opens on what no healthy endpoint does: a whole minute in which nine of ten attempts fail, and
  /// those are twenty at least.
  public static final HealthPolicy STANDARD =
      new HealthPolicy(
          Optional.of(new Breaker(Duration.ofMinutes(1), 20, 0.9)),
          Optional.of(Duration.ofDays(5)));

  /// Opens when at least `minimum` attempts ended within `window`, and `ratio` of them or more
  /// failed.
  public record Breaker(Duration window, int minimum, double ratio) {}
}
