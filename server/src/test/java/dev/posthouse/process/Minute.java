package dev.posthouse.process;

import java.time.Duration;
import java.util.Locale;

/// How a minute of a soak was.
///
/// @param median from publishing to receiving, while all was calm
/// @param most of 99 in 100, likewise
/// @param troubled the same while there was trouble
record Minute(Vitals vitals, Duration median, Duration most, Duration troubled) {
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "p50 %.1f ms, p99 %.1f ms (in trouble %.0f ms), resident %d MB, live heap %d MB,"
            + " threads %d, files %d",
        millis(median),
        millis(most),
        millis(troubled),
        vitals.resident() >> 10,
        vitals.heap() >> 10,
        vitals.threads(),
        vitals.files());
  }

  static double millis(Duration time) {
    return (double) time.toNanos() / 1e6;
  }
}
