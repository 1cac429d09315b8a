package dev.posthouse.event;

import java.time.Duration;

/// How long the parts of an attempt took, in microseconds when shown. `queued` runs from due to
/// start; `connect` is zero on a reused connection; `firstByte` and `total` run from the start of
/// the attempt.
public record Timings(Duration queued, Duration connect, Duration firstByte, Duration total) {
  public static final Timings NONE =
      new Timings(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);
}
