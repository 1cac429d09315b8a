package dev.posthouse;

import dev.posthouse.access.KeyRotation;
import dev.posthouse.store.Ledger;
import dev.posthouse.store.Recount;
import dev.posthouse.store.Retention;
import dev.posthouse.store.StoreException;
import dev.posthouse.store.WriterShare;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
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

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration SWEEP_EVERY = Duration.ofHours(1);

  /// Remembered states that one transaction forgets.
  private static final int STATES = 500;

  private static final Duration DAY = Duration.ofDays(1);

  /// Where days go as days, events may stay for one more; if that would be more than half as long
  /// again, those of the last day go by themselves.
  private static final Duration SHORT = DAY.multipliedBy(2);

  private final Ledger ledger;
  private final Slices slices;
  private final Surroundings around;
  private final Keeping keeping;
  private final Chores chores;
  private final KeyRotation rotation;
  private final AtomicBoolean clearing = new AtomicBoolean();
  // Guarded by clearing.
  private Instant lately = Instant.EPOCH;
  private Instant swept = Instant.EPOCH;
  private Instant daily = Instant.EPOCH;

  /// Apart, for where much is to go it takes hours, and the rest is not to wait for it.
  private final AtomicBoolean retaining = new AtomicBoolean();

  // Guarded by retaining.
  private Instant retained = Instant.EPOCH;

  /// @param longest how long the events are kept that are kept longest
  /// @param shorter takes what is kept for a shorter time
  record Keeping(Supplier<Duration> longest, Chore shorter) {}

  /// What is done to the tables, and how much of the writer it may take.
  record Slices(Retention retention, Recount recount, WriterShare share) {}

  /// What others want done now and then.
  ///
  /// @param freed once work of a node may be free that is no more
  record Chores(Chore freed, Chore hourly, Chore everyMinute, Chore daily) {}

  interface Chore {
    void run() throws InterruptedException;
  }

  Housekeeping(
      Ledger ledger,
      Slices slices,
      Surroundings around,
      Keeping keeping,
      Chores chores,
      KeyRotation rotation) {
    this.ledger = ledger;
    this.slices = slices;
    this.around = around;
    this.keeping = keeping;
    this.chores = chores;
    this.rotation = rotation;
  }

  /// While the database is away nothing is done; the next step makes up for it. A step passes over
  /// what the one before is still at, but for the heartbeat.
  void step() throws InterruptedException {
    Instant now = around.clock().instant();
    try {
      if (around.tasks().await(ledger.beat())) {
        chores.freed().run();
      }
      alone(clearing, () -> clearUp(now));
      alone(retaining, () -> retain(now));
    } catch (CompletionException | StoreException e) {
      LOG.warn("housekeeping result=failed again_in={} why={}", EVERY, e.getMessage());
    }
  }

  private static void alone(AtomicBoolean at, Chore chore) throws InterruptedException {
    if (at.compareAndSet(false, true)) {
      try {
        chore.run();
      } finally {
        at.set(false);
      }
    }
  }

  private void clearUp(Instant now) throws InterruptedException {
    if (passed(swept, now, SWEEP_EVERY)) {
      chores.hourly().run();
      forgetStates();
      swept = now;
      slices.recount().run(around.tasks());
    }
    rotation.run();
    if (passed(daily, now, DAY)) {
      chores.daily().run();
      daily = now;
    }
    if (passed(lately, now, MINUTE)) {
      chores.everyMinute().run();
      lately = now;
    }
  }

  private void retain(Instant now) throws InterruptedException {
    if (passed(retained, now, MINUTE)) {
      keeping.shorter().run();
      retain(now, keeping.longest().get());
      retained = now;
    }
  }

  private void forgetStates() throws InterruptedException {
    while (slices.share().await(() -> ledger.forgetExpired(STATES)) == STATES) {
      // there may be more
    }
  }

  private static boolean passed(Instant last, Instant now, Duration every) {
    return Duration.between(last, now).abs().compareTo(every) >= 0;
  }

  private void retain(Instant now, Duration longest) throws InterruptedException {
    Instant horizon = now.minus(longest);
    Retention retention = slices.retention();
    var _ = repeat(() -> retention.slice(horizon));
    int dropped = repeat(() -> retention.dropDay(horizon));
    if (dropped > 0) {
      LOG.info("retention dropped_days={} before={}", dropped, horizon);
    }
    if (longest.compareTo(SHORT) < 0) {
      var _ = repeat(() -> retention.sliceOfDay(horizon));
    }
    var _ = repeat(retention::clearKeys);
  }

  /// As long as there is more; returns how often there was.
  private int repeat(Supplier<CompletableFuture<Boolean>> slice) throws InterruptedException {
    int times = 0;
    while (slices.share().await(slice)) {
      times++;
    }
    return times;
  }
}
