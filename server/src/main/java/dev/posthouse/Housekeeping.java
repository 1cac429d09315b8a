package dev.posthouse;

import dev.posthouse.access.KeyRotation;
import dev.posthouse.store.Ledger;
import dev.posthouse.store.Retention;
import dev.posthouse.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is done now and then: the heartbeat, retention, the sweep after removals, what a change of
/// the secret key has left to encrypt.
final class Housekeeping {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

  /// How often [#step] is called, more or less: well within the lease that a heartbeat extends.
  static final Duration EVERY = Duration.ofSeconds(10);

  private static final Duration RETAIN_EVERY = Duration.ofMinutes(1);
  private static final Duration SWEEP_EVERY = Duration.ofHours(1);

  /// Remembered states that one transaction forgets.
  private static final int STATES = 500;

  private static final Duration DAY = Duration.ofDays(1);

  private final Ledger ledger;
  private final Retention retention;
  private final Surroundings around;
  private final Times times;
  private final Chores chores;
  private final KeyRotation rotation;
  private final AtomicBoolean clearing = new AtomicBoolean();
  // Guarded by clearing.
  private Instant retained = Instant.EPOCH;
  private Instant swept = Instant.EPOCH;
  private Instant daily = Instant.EPOCH;

  /// @param longest how long the events are kept that are kept longest
  record Times(Supplier<Duration> longest) {}

  /// What others want done now and then.
  record Chores(Chore hourly, Chore everyMinute, Chore daily) {}

  interface Chore {
    void run() throws InterruptedException;
  }

  Housekeeping(
      Ledger ledger,
      Retention retention,
      Surroundings around,
      Times times,
      Chores chores,
      KeyRotation rotation) {
    this.ledger = ledger;
    this.retention = retention;
    this.around = around;
    this.times = times;
    this.chores = chores;
    this.rotation = rotation;
  }

  /// While the database is away nothing is done; the next step makes up for it. A step that finds
  /// the one before still clearing up only gives the heartbeat.
  void step() throws InterruptedException {
    Instant now = around.clock().instant();
    try {
      around.tasks().await(ledger.beat());
      if (clearing.compareAndSet(false, true)) {
        try {
          clearUp(now);
        } finally {
          clearing.set(false);
        }
      }
    } catch (CompletionException | StoreException e) {
      LOG.warn("housekeeping result=failed again_in={} why={}", EVERY, e.getMessage());
    }
  }

  private void clearUp(Instant now) throws InterruptedException {
    if (passed(swept, now, SWEEP_EVERY)) {
      chores.hourly().run();
      forgetStates();
      swept = now;
    }
    rotation.run();
    if (passed(daily, now, DAY)) {
      chores.daily().run();
      daily = now;
    }
    if (passed(retained, now, RETAIN_EVERY)) {
      chores.everyMinute().run();
      retain(now.minus(times.longest().get()));
      retained = now;
    }
  }

  private void forgetStates() throws InterruptedException {
    while (around.tasks().await(ledger.forgetExpired(STATES)) == STATES) {
      // there may be more
    }
  }

  private static boolean passed(Instant last, Instant now, Duration every) {
    return Duration.between(last, now).abs().compareTo(every) >= 0;
  }

  private void retain(Instant horizon) throws InterruptedException {
    boolean more = true;
    while (more) {
      more = around.tasks().await(retention.slice(horizon));
    }
    int dropped = around.tasks().await(retention.dropDays(horizon));
    if (dropped > 0) {
      LOG.info("retention dropped_days={} before={}", dropped, horizon);
    }
  }
}
