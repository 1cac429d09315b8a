package dev.posthouse;

import dev.posthouse.store.SqliteDatabase;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// The platform threads of the process, beside the loops. Each pool is bounded; what it has no room
/// for is refused, and the asker says so to its client.
final class Threads implements AutoCloseable {
  /// Name look-ups block in native code; hanging ones must not hold all others up.
  private static final int LOOKUPS = 16;

  /// As many as the machine has processors, and never one alone that a large body could hold.
  private static final int HEAVY = Math.max(2, Runtime.getRuntime().availableProcessors());

  private static final int WAITING = 10_000;

  private final ThreadPoolExecutor readers = pool("reader", SqliteDatabase.READERS);
  private final ThreadPoolExecutor lookups = pool("lookup", LOOKUPS);
  private final ThreadPoolExecutor heavy = pool("heavy", HEAVY);
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, factory("ticks"));

  private static ThreadPoolExecutor pool(String name, int size) {
    var pool =
        new ThreadPoolExecutor(
            size, size, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), factory(name));
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private static ThreadFactory factory(String name) {
    return Thread.ofPlatform().daemon(true).name(name + "-", 1).factory();
  }

  ExecutorService readers() {
    return readers;
  }

  ExecutorService lookups() {
    return lookups;
  }

  ExecutorService heavy() {
    return heavy;
  }

  ScheduledExecutorService timer() {
    return timer;
  }

  void every(Duration time, Runnable step) {
    var _ =
        timer.scheduleWithFixedDelay(step, time.toNanos(), time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /// Chance that many threads may ask for at once.
  RandomGenerator dice() {
    return () -> ThreadLocalRandom.current().nextLong();
  }

  @Override
  public void close() {
    timer.shutdownNow();
    readers.shutdown();
    lookups.shutdownNow();
    heavy.shutdown();
  }
}
