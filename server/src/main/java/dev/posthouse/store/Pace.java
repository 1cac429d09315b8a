package dev.posthouse.store;

import java.time.Duration;

/// How many rows a transaction takes: halved while transactions take longer than the limit, so that
/// a slow disk does not make everybody wait for a huge one; grown back when they are quick.
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
