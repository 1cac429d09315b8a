package dev.posthouse.receive;

import java.util.concurrent.locks.ReentrantLock;

/// How many events came in each of the last sixty minutes.
final class Rates {
  private static final int MINUTES = 60;
  private static final long MILLIS = 60_000;

  private final ReentrantLock lock = new ReentrantLock();
  // Guarded by lock.
  private final long[] counts = new long[MINUTES];
  private long newest;

  void add(long events, long nowMillis) {
    lock.lock();
    try {
      pass(nowMillis / MILLIS);
      counts[(int) (newest % MINUTES)] += events;
    } finally {
      lock.unlock();
    }
  }

  /// Of so many minutes, the one that goes on included.
  long last(int minutes, long nowMillis) {
    lock.lock();
    try {
      pass(nowMillis / MILLIS);
      long sum = 0;
      for (long minute = Math.max(0, newest - minutes + 1); minute <= newest; minute++) {
        sum += counts[(int) (minute % MINUTES)];
      }
      return sum;
    } finally {
      lock.unlock();
    }
  }

  private void pass(long minute) {
    for (long gone = Math.max(newest + 1, minute - MINUTES + 1); gone <= minute; gone++) {
      counts[(int) (gone % MINUTES)] = 0;
    }
    newest = Math.max(newest, minute);
  }
}
