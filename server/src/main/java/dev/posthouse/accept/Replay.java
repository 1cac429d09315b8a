package dev.posthouse.accept;

import dev.posthouse.config.Subscription;
import dev.posthouse.deliver.Dispatcher;
import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.Event;
import dev.posthouse.event.EventId;
import dev.posthouse.event.Ids;
import dev.posthouse.event.NewDelivery;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.event.TenantId;
import dev.posthouse.route.Router;
import dev.posthouse.store.Deliveries;
import dev.posthouse.store.Ledger;
import dev.posthouse.work.Tasks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Sends a stored event once more, by the route table of now: new deliveries with ids of their own,
/// whatever became of the former ones.
public final class Replay {
  private final Router router;
  private final Ledger ledger;
  private final Deliveries deliveries;
  private final Dispatcher dispatcher;
  private final Tasks tasks;
  private final Ids ids;

  public Replay(
      Router router,
      Ledger ledger,
      Dispatcher dispatcher,
      Deliveries deliveries,
      Tasks tasks,
      Ids ids) {
    this.router = router;
    this.ledger = ledger;
    this.deliveries = deliveries;
    this.dispatcher = dispatcher;
    this.tasks = tasks;
    this.ids = ids;
  }

  /// Whom a replay is for; what is empty does not narrow it.
  public record Narrowed(Optional<EndpointId> endpoint, Optional<SubscriptionId> subscription) {
    public boolean admits(Subscription matched) {
      return endpoint.map(matched.endpoint()::equals).orElse(true)
          && subscription.map(matched.id()::equals).orElse(true);
    }
  }

  /// The ids of the new deliveries, durable when this returns; empty if the tenant has no such
  /// event, or it has expired.
  public Optional<List<DeliveryId>> replay(TenantId tenant, EventId id, Narrowed narrowed)
      throws InterruptedException {
    Optional<Event> event = ledger.event(id).filter(e -> e.tenant().equals(tenant));
    if (event.isEmpty()) {
      return Optional.empty();
    }
    List<NewDelivery> wanted = wanted(event.get(), narrowed);
    if (!tasks.await(deliveries.replay(event.get(), wanted))) {
      return Optional.empty();
    }
    wanted.stream().map(NewDelivery::endpoint).distinct().forEach(dispatcher::wanted);
    return Optional.of(wanted.stream().map(NewDelivery::id).toList());
  }

  private List<NewDelivery> wanted(Event event, Narrowed narrowed) {
    var wanted = new ArrayList<NewDelivery>();
    for (Subscription matched : router.route(event).matched()) {
      if (narrowed.admits(matched)) {
        var id = new DeliveryId(event.id(), ids.next());
        wanted.add(new NewDelivery(id, matched.endpoint(), matched.pin()));
      }
    }
    return wanted;
  }
}
