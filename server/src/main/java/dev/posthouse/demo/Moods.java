package dev.posthouse.demo;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// How a receiver feels, request by request: mostly well, overloaded now and then, slow now and
/// then. Always in the same order, so that a newcomer need not wait for chance: the second request
/// is answered 503.
final class Moods {
  private static final Mood WELL = new Mood(200, Duration.ZERO);
  private static final Mood OVERLOADED = new Mood(503, Duration.ZERO);
  private static final List<Mood> ROUND =
      List.of(
          WELL,
          OVERLOADED,
          WELL,
          WELL,
          slow(700),
          WELL,
          WELL,
          WELL,
          OVERLOADED,
          WELL,
          slow(1_600),
          WELL,
          WELL);

  private final AtomicInteger asked = new AtomicInteger();

  /// @param pause before it answers
  record Mood(int status, Duration pause) {}

  private static Mood slow(int millis) {
    return new Mood(200, Duration.ofMillis(millis));
  }

  Mood next() {
    return ROUND.get(Math.floorMod(asked.getAndIncrement(), ROUND.size()));
  }
}
