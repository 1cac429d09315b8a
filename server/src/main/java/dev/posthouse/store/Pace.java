package dev.posthouse.store;

import java.time.Duration;

/// How many rows a transaction takes: halved while writing them takes longer than the limit, so
/// that nobody waits for a huge one; grown back while it is quick. The commit does not count: its
/// sync takes as long for few rows as for many.
final class Pace {
  private static final int LEAST = 16;
  private final int most;
  private final long slowNanos;
  private int rows;

  Pace(int most, Duration slow) {
    this.most = most;
    slowNanos = slow.toNanos();
    rows = most;
  }

  int rows() {
    return rows;
  }

  void took(long nanos, int commands) {
    if (nanos > slowNanos && commands > 1) {
      rows = Math.max(Math.min(LEAST, most), rows / 2);
    } else if (nanos < slowNanos / 2) {
      rows = Math.min(most, rows * 2);
    }
  }
}
