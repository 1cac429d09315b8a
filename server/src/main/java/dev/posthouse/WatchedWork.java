package dev.posthouse;

import dev.posthouse.deliver.Work;
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
import java.util.function.Consumer;

/// The same work, and somebody who is told of every attempt once its result has committed.
record WatchedWork(Work work, Consumer<Settle> watcher) implements Work {
  @Override
  public CompletableFuture<Settled> settle(Settle settle) {
    CompletableFuture<Settled> settled = work.settle(settle);
    return settled.whenComplete((done, failure) -> {
      if (failure == null) {
        watcher.accept(settle);
      }
    });
  }

  @Override
  public Fetched fetch(EndpointId endpoint, Instant now, int limit) {
    return work.fetch(endpoint, now, limit);
  }

  @Override
  public void cancel(OpenDelivery marked) {
    work.cancel(marked);
  }

  @Override
  public Optional<Event> event(EventId id) {
    return work.event(id);
  }

  @Override
  public boolean writable() {
    return work.writable();
  }

  @Override
  public List<OpenEndpoint> openEndpoints() {
    return work.openEndpoints();
  }
}
