package dev.posthouse.deliver;

import dev.posthouse.event.EndpointId;
import dev.posthouse.event.Event;
import dev.posthouse.event.EventId;
import dev.posthouse.event.OpenDelivery;
import dev.posthouse.store.Fetched;
import dev.posthouse.store.Ledger;
import dev.posthouse.store.OpenEndpoint;
import dev.posthouse.store.Settle;
import dev.posthouse.store.Settled;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// What delivering asks of the ledger.
public interface Work {
  /// Never refused; complete once committed.
  CompletableFuture<Settled> settle(Settle settle);

  /// Open work of an endpoint due by `now` (manual first), at most `limit`. Blocking.
  Fetched fetch(EndpointId endpoint, Instant now, int limit);

  /// Writes `cancelled` for a delivery that was fetched with that mark, if its row is as it was.
  void cancel(OpenDelivery marked);

  /// Blocking.
  Optional<Event> event(EventId id);

  /// Whether attempts may start: commits succeed at present, and what is in memory is surely this
  /// node's.
  boolean writable();

  /// Every endpoint with open work, and when the earliest of it is due. Blocking.
  List<OpenEndpoint> openEndpoints();

  /// The real thing.
  ///
  /// @param cancel writes `cancelled` for a marked delivery
  static Work of(Ledger ledger, Consumer<OpenDelivery> cancel) {
    return new Work() {
      @Override
      public CompletableFuture<Settled> settle(Settle settle) {
        return ledger.settle(settle);
      }

      @Override
      public Fetched fetch(EndpointId endpoint, Instant now, int limit) {
        return ledger.fetch(endpoint, now, limit);
      }

      @Override
      public void cancel(OpenDelivery marked) {
        cancel.accept(marked);
      }

      @Override
      public Optional<Event> event(EventId id) {
        return ledger.event(id);
      }

      @Override
      public boolean writable() {
        return ledger.writable() && ledger.lease().lasts();
      }

      @Override
      public List<OpenEndpoint> openEndpoints() {
        return ledger.openEndpoints();
      }
    };
  }
}
