package dev.posthouse.work;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/// Keeps a rate by counting: in no sliding window are more taken than it allows. Time is counted in
/// sixtieths of the window, so that the room a count took may come back by a sixtieth later than it
/// could. The memory is the same whatever the rate.
public final class Quota {
  private static final int SLOTS = 60;

  private final Rate rate;
  private final LongSupplier nanos;
  private final long slotNanos;
  private final ReentrantLock lock = new ReentrantLock();
  // Guarded by lock. One slot more than a window has: the one that goes on and the one that a
  // window begins in are both counted whole.
  private final long[] counts = new long[SLOTS + 1];
  private long newest;
  private long sum;

  /// @param nanos an ever-growing count
  public Quota(Rate rate, LongSupplier nanos) {
    this.rate = rate;
    this.nanos = nanos;
    this.slotNanos = rate.window().toNanos() / SLOTS;
    this.newest = slot();
  }

  /// The quotas of those who keep to `rate`: at most one. One of `before` that keeps to it goes on.
  public static List<Quota> of(Optional<Rate> rate, List<Quota> before, LongSupplier nanos) {
    return rate.stream()
        .map(wanted ->
            before.stream()
                .filter(quota -> quota.rate.equals(wanted))
                .findFirst()
                .orElseGet(() -> new Quota(wanted, nanos)))
        .toList();
  }

  public Rate rate() {
    return rate;
  }

  /// Takes `count`, all or none. Zero: they are taken; else how long to wait until they can be.
  ///
  /// @param count no more than the rate allows in a window
  public Duration take(int count) {
    lock.lock();
    try {
      long now = pass();
      Duration wait = untilRoom(count, now);
      if (wait.isZero()) {
        counts[index(newest)] += count;
        sum += count;
      }
      return wait;
    } finally {
      lock.unlock();
    }
  }

  /// Gives back what was taken just now and is not used.
  public void giveBack(int count) {
    lock.lock();
    try {
      var _ = pass();
      long back = Math.min(count, counts[index(newest)]);
      counts[index(newest)] -= back;
      sum -= back;
    } finally {
      lock.unlock();
    }
  }

  /// How long to wait until one can be taken; zero for at once.
  public Duration untilOne() {
    lock.lock();
    try {
      long now = pass();
      return untilRoom(1, now);
    } finally {
      lock.unlock();
    }
  }

  private Duration untilRoom(int count, long now) {
    long excess = sum + count - rate.starts();
    long ends = newest - SLOTS;
    while (excess > 0 && ends <= newest) {
      excess -= counts[index(ends)];
      ends++;
    }
    return ends == newest - SLOTS && excess <= 0
        ? Duration.ZERO
        : Duration.ofNanos((ends + SLOTS) * slotNanos - now);
  }

  /// Forgets the slots that no window of now holds any more.
  private long pass() {
    long now = nanos.getAsLong();
    long slot = Math.max(newest, Math.floorDiv(now, slotNanos));
    for (long gone = Math.max(newest + 1, slot - SLOTS); gone <= slot; gone++) {
      sum -= counts[index(gone)];
      counts[index(gone)] = 0;
    }
    newest = slot;
    return now;
  }

  private long slot() {
    return Math.floorDiv(nanos.getAsLong(), slotNanos);
  }

  private static int index(long slot) {
    return (int) Math.floorMod(slot, SLOTS + 1L);
  }
}
