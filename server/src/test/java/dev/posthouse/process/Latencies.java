package dev.posthouse.process;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/// Times in buckets that each end five per cent later than the one before, from a tenth of a
/// millisecond on.
final class Latencies {
  private static final double FIRST_NANOS = 100_000;
  private static final double GROWTH = 1.05;
  private static final int BUCKETS = 400;

  private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);

  void add(long nanos) {
    double bucket = Math.log(Math.max(1, (double) nanos / FIRST_NANOS)) / Math.log(GROWTH);
    counts.incrementAndGet(Math.min(BUCKETS - 1, (int) bucket));
  }

  void clear() {
    for (int i = 0; i < BUCKETS; i++) {
      counts.set(i, 0);
    }
  }

  /// The time that `share` of all did not exceed; zero if there were none.
  Duration quantile(double share) {
    long all = 0;
    for (int i = 0; i < BUCKETS; i++) {
      all += counts.get(i);
    }
    long before = 0;
    for (int i = 0; i < BUCKETS; i++) {
      before += counts.get(i);
      if (all > 0 && (double) before >= share * (double) all) {
        return Duration.ofNanos((long) (FIRST_NANOS * Math.pow(GROWTH, i + 1)));
      }
    }
    return Duration.ZERO;
  }
}
