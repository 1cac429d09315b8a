package dev.posthouse.deliver;

import dev.posthouse.store.Fetched;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings open work from the database to lanes that want it, for a few of them at once.
final class Fetching {
  private static final Logger LOG = LoggerFactory.getLogger(Fetching.class);

  /// As many as have a connection of the database at once.
  private static final int AT_ONCE = 4;

  private final Outside outside;
  private final Aside aside;
  private final BooleanSupplier stopping;
  private final BiConsumer<Lane, Instant> wakeAt;
  private final Consumer<Lane> fetched;
  private final Slots slots = new Slots(AT_ONCE);
  private final Queue<Lane> wanting = new ConcurrentLinkedQueue<>();

  /// @param stopping whether no fetch may begin any more
  /// @param wakeAt has a lane looked at again, at that time at the latest
  /// @param fetched told when the fetch of a lane is over, whatever came of it
  Fetching(
      Outside outside,
      Aside aside,
      BooleanSupplier stopping,
      BiConsumer<Lane, Instant> wakeAt,
      Consumer<Lane> fetched) {
    this.outside = outside;
    this.aside = aside;
    this.stopping = stopping;
    this.wakeAt = wakeAt;
    this.fetched = fetched;
  }

  /// Returns at once.
  void want(Lane lane) {
    wanting.add(lane);
    serve();
  }

  boolean isIdle() {
    return slots.taken() == 0;
  }

  /// The slot is taken first, so that who stops sees either it or no start.
  private void serve() {
    while (!wanting.isEmpty() && !stopping.getAsBoolean() && slots.tryTake()) {
      Lane lane = stopping.getAsBoolean() ? null : wanting.poll();
      if (lane == null) {
        slots.give();
      } else {
        outside.tasks().start("fetch", () -> fetch(lane));
      }
    }
  }

  private void fetch(Lane lane) {
    try {
      Instant now = outside.clock().instant();
      Fetched open = outside.work().fetch(lane.endpoint(), now, lane.fetchBegins());
      lane.fetchEnds(aside.without(open, lane::letGo)).forEach(outside.work()::cancel);
    } catch (RuntimeException | Error e) {
      LOG.warn("fetch endpoint={} result=failed", lane.endpoint(), e);
      wakeAt.accept(lane, lane.fetchFailed(outside.clock().instant()));
    } finally {
      slots.give();
      serve();
      fetched.accept(lane);
    }
  }
}
