package dev.posthouse;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.NullMarked;

/// How time passes in a world: from one moment in which something is to happen to the next.
@NullMarked
record Passage(World world) {
  private static final Duration RECONNECT = Duration.ofMillis(250);
  private static final Duration FAR = Duration.ofDays(1);
  private static final Duration LEAST = Duration.ofNanos(1_000);

  /// However long it is, housekeeping comes by so many times, or as often as it really does.
  private static final int HOUSEKEEPINGS = 12;

  void advance(Duration by) {
    Duration end = world.time.elapsed().plus(by);
    Duration every = longer(Housekeeping.EVERY, by.dividedBy(HOUSEKEEPINGS));
    Duration keep = world.time.elapsed().plus(every);
    world.calm();
    while (world.time.elapsed().compareTo(end) < 0) {
      Duration next = shorter(shorter(end, keep), world.time.elapsed().plus(untilNext()));
      pass(next.minus(world.time.elapsed()));
      if (next.equals(keep)) {
        keepHouse();
        keep = keep.plus(every);
      }
      world.calm();
    }
  }

  private void keepHouse() {
    world.tasks.start(
        "housekeeping",
        () -> {
          try {
            world.app.housekeepingStep();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private void pass(Duration by) {
    world.time.pass(longer(by, LEAST));
    world.wakeWriter();
    world.note("time " + world.time.elapsed());
  }

  private Duration untilNext() {
    Duration answer =
        world.network.nextEnd().map(end -> end.minus(world.time.elapsed())).orElse(FAR);
    Duration retry = world.app.ledger.writable() ? FAR : RECONNECT;
    return shorter(untilWake(), shorter(answer, retry));
  }

  /// How long until the timer has something to do.
  Duration untilWake() {
    Instant now = world.time.wall().instant();
    return Bulk.nextWake(world.app)
        .filter(wake -> wake.isBefore(now.plus(FAR)))
        .map(wake -> longer(Duration.between(now, wake), Duration.ZERO))
        .orElse(FAR);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
