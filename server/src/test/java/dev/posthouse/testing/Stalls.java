package dev.posthouse.testing;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Measures when the machine gave this process no time: a task that should run every millisecond
/// and does nothing else notes whenever it came late. What took long for that reason says nothing
/// about the program. After Gil Tene's jHiccup.
public final class Stalls implements AutoCloseable {
  private static final long EVERY = TimeUnit.MILLISECONDS.toNanos(1);

  private final Queue<Stall> stalls = new ConcurrentLinkedQueue<>();
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private long last = System.nanoTime();

  private record Stall(long from, long to) {
    long within(long start, long end) {
      return Math.max(0, Math.min(to, end) - Math.max(from, start));
    }
  }

  public Stalls() {
    var _ = thread.scheduleWithFixedDelay(this::look, 0, EVERY, TimeUnit.NANOSECONDS);
  }

  private void look() {
    long now = System.nanoTime();
    long due = last + 2 * EVERY;
    if (now > due) {
      stalls.add(new Stall(due, now));
    }
    last = now;
  }

  /// How much of a span was lost, in nanoseconds.
  public long within(long start, long end) {
    return stalls.stream().mapToLong(stall -> stall.within(start, end)).sum();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
