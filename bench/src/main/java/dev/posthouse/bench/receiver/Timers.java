package dev.posthouse.bench.receiver;

import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;

/// What is to be done later, on the receiver's one thread.
final class Timers {
  private static final long FOR_EVER = 0;

  private final PriorityQueue<Later> waiting = new PriorityQueue<>();

  private record Later(long at, Runnable what) implements Comparable<Later> {
    @Override
    public int compareTo(Later other) {
      return Long.compare(at, other.at);
    }
  }

  void after(long millis, Runnable what) {
    waiting.add(new Later(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis), what));
  }

  /// Milliseconds for a selector to wait.
  long untilNext() {
    Later next = waiting.peek();
    return next == null
        ? FOR_EVER
        : Math.max(1, TimeUnit.NANOSECONDS.toMillis(next.at() - System.nanoTime()));
  }

  void run() {
    while (!waiting.isEmpty() && waiting.peek().at() <= System.nanoTime()) {
      waiting.remove().what().run();
    }
  }
}
