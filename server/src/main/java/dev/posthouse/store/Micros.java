package dev.posthouse.store;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Time as the tables hold it: microseconds since 1970-01-01T00:00:00Z, or microseconds of length.
public final class Micros {
  private Micros() {}

  public static long of(Instant time) {
    long seconds = Math.multiplyExact(time.getEpochSecond(), 1_000_000L);
    return Math.addExact(seconds, time.getNano() / 1_000);
  }

  public static long of(Duration length) {
    return length.toNanos() / 1_000;
  }

  public static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  public static Duration duration(long micros) {
    return Duration.of(micros, ChronoUnit.MICROS);
  }
}
