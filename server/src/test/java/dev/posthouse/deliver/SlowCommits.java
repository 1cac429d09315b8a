package dev.posthouse.deliver;

import dev.posthouse.event.EndpointId;
import dev.posthouse.event.Event;
import dev.posthouse.event.EventId;
import dev.posthouse.event.OpenDelivery;
import dev.posthouse.store.Fetched;
import dev.posthouse.store.OpenEndpoint;
import dev.posthouse.store.Settle;
import dev.posthouse.store.Settled;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/// A waiting table whose settles are written by another thread, and whose fetches fail now and
/// then.
record SlowCommits(WaitingTable table, Executor writer) implements Work {
  @Override
  public CompletableFuture<Settled> settle(Settle settle) {
    return CompletableFuture.supplyAsync(() -> table.settle(settle).join(), writer);
  }

  @Override
  public Fetched fetch(EndpointId endpoint, Instant now, int limit) {
    if (ThreadLocalRandom.current().nextInt(200) == 0) {
      throw new IllegalStateException("no connection");
    }
    Fetched fetched = table.fetch(endpoint, now, limit);
    LockSupport.parkNanos(100_000);
    return fetched;
  }

  @Override
  public void cancel(OpenDelivery marked) {
    writer.execute(() -> table.cancel(marked));
  }

  @Override
  public Optional<Event> event(EventId id) {
    return table.event(id);
  }

  @Override
  public boolean writable() {
    return true;
  }

  @Override
  public List<OpenEndpoint> openEndpoints() {
    return table.openEndpoints();
  }
}
