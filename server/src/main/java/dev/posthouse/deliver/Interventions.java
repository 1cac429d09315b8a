package dev.posthouse.deliver;

import dev.posthouse.config.Endpoint;
import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.OpenDelivery;
import dev.posthouse.event.TenantId;
import dev.posthouse.store.Deliveries;
import dev.posthouse.store.Deliveries.Cancelled;
import dev.posthouse.work.Tasks;
import java.util.Optional;

/// What people do to deliveries by hand: cancel, retry. Each is durable when a method returns, and
/// the lane is told.
public final class Interventions {
  private final Deliveries deliveries;
  private final Directory directory;
  private final Dispatcher dispatcher;
  private final Tasks tasks;

  public Interventions(
      Deliveries deliveries, Directory directory, Dispatcher dispatcher, Tasks tasks) {
    this.deliveries = deliveries;
    this.directory = directory;
    this.dispatcher = dispatcher;
    this.tasks = tasks;
  }

  /// What became of the wish for one more attempt.
  public enum Retried {
    /// It is due first in its lane.
    WANTED,
    UNKNOWN,
    /// Its endpoint is disabled, or gone: nothing would be sent.
    ENDPOINT_CLOSED
  }

  /// Cancels an open delivery. One that is on its way is cancelled unless the receiver takes it.
  public Cancelled cancel(TenantId tenant, DeliveryId id) throws InterruptedException {
    Optional<EndpointId> endpoint = tasks.await(deliveries.endpointOf(tenant, id));
    if (endpoint.isEmpty()) {
      return Cancelled.UNKNOWN;
    }
    return tasks.await(
        deliveries
            .cancel(tenant, id, row -> dispatcher.letGo(row.endpoint(), row.id()))
            .whenComplete((done, failure) -> {
              if (failure == null) {
                tell(endpoint.get(), id, done);
              } else {
                dispatcher.more(endpoint.get(), tenant);
              }
            }));
  }

  /// A fetch that began before the commit may have brought again what the lane had let go by then.
  private void tell(EndpointId endpoint, DeliveryId id, Cancelled done) {
    switch (done) {
      case DONE -> {
        var _ = dispatcher.letGo(endpoint, id);
      }
      case MARKED -> dispatcher.cancelled(endpoint, id);
      case FINAL, UNKNOWN -> {}
    }
  }

  /// Wants one more attempt of a delivery in whatever state, beside its schedule.
  public Retried retry(TenantId tenant, DeliveryId id) throws InterruptedException {
    Optional<EndpointId> endpoint = tasks.await(deliveries.endpointOf(tenant, id));
    if (endpoint.isEmpty()) {
      return Retried.UNKNOWN;
    }
    if (directory.endpoint(endpoint.get()).filter(Endpoint::enabled).isEmpty()) {
      return Retried.ENDPOINT_CLOSED;
    }
    Optional<OpenDelivery> wanted = tasks.await(deliveries.retry(tenant, id));
    wanted.ifPresent(delivery -> dispatcher.wanted(delivery.endpoint()));
    return wanted.isPresent() ? Retried.WANTED : Retried.UNKNOWN;
  }
}
