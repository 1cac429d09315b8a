package dev.posthouse.history;

import dev.posthouse.config.Catalogue;
import dev.posthouse.config.Endpoint;
import dev.posthouse.config.Holds;
import dev.posthouse.event.AttemptId;
import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.Event;
import dev.posthouse.event.EventId;
import dev.posthouse.event.JobId;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.event.TenantId;
import dev.posthouse.store.Ledger;
import dev.posthouse.store.Remembered;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/// What happened: events, their deliveries and attempts. Every reading is for one tenant; what
/// belongs to another is not there.
public final class History {
  /// Rows that one page looks at to find those that a filter admits.
  static final int SCAN = 2_000;

  private final Ledger ledger;
  private final Catalogue catalogue;
  private final Holds holds;
  private final Scan scan;

  public History(
      Ledger ledger, Catalogue catalogue, Holds holds, LongSupplier nanos, InstantSource clock) {
    this.ledger = ledger;
    this.catalogue = catalogue;
    this.holds = holds;
    scan = new Scan(nanos, clock);
  }

  /// Newest first.
  public Page<EventLine> events(TenantId tenant, EventFilter filter, Place after, int limit) {
    Optional<EventId> only = filter.key().flatMap(key -> ledger.find(tenant, key));
    if (filter.key().isPresent() && only.isEmpty()) {
      return new Page<>(List.of(), Optional.empty());
    }
    return ledger.list(db -> {
      var events = new EventScan(db, ledger.newestOfTenant(), tenant, filter);
      return new EventQuery(db, tenant, filter, only).page(events, scan, after, limit);
    });
  }

  public Optional<Event> event(TenantId tenant, EventId id) {
    return ledger.event(id).filter(event -> event.tenant().equals(tenant));
  }

  /// Newest first, by their events.
  public Page<Delivery> deliveries(TenantId tenant, DeliveryFilter filter, Place after, int limit) {
    Set<EndpointId> disabled = disabled(tenant);
    return ledger.list(
        db -> new DeliveryQuery(db, tenant, disabled).page(filter, scan, after, limit));
  }

  public Optional<Delivery> delivery(TenantId tenant, DeliveryId id) {
    Set<EndpointId> disabled = disabled(tenant);
    return ledger.read(db -> new DeliveryQuery(db, tenant, disabled).find(id));
  }

  /// The deliveries of one event for some subscriptions, newest first, at most [#SCAN].
  public List<Delivery> deliveries(
      TenantId tenant, EventId event, Collection<SubscriptionId> subscriptions) {
    if (subscriptions.isEmpty()) {
      return List.of();
    }
    Set<EndpointId> disabled = disabled(tenant);
    return ledger.read(
        db -> new DeliveryQuery(db, tenant, disabled).ofEvent(event, subscriptions, SCAN));
  }

  /// In the order in which they were made.
  public List<AttemptLine> attempts(DeliveryId id) {
    return ledger.read(db -> AttemptQuery.of(db, id));
  }

  /// Newest first, by their events.
  public Page<Attempted> attempts(TenantId tenant, AttemptFilter filter, Place after, int limit) {
    return ledger.list(db -> {
      var attempts = new AttemptScan(db, ledger.newestOfTenant(), tenant, filter);
      Scan.Found found = attempts.page(scan, after, limit);
      return new Page<>(AttemptQuery.some(db, tenant, found.places()), found.next());
    });
  }

  public Optional<Attempted> attempt(TenantId tenant, AttemptId id) {
    var place = new Place(id.event().value(), id.value());
    return ledger.read(db -> AttemptQuery.some(db, tenant, List.of(place))).stream().findFirst();
  }

  /// What a job opened, newest first.
  public Page<Delivery> deliveries(TenantId tenant, JobId job, Place after, int limit) {
    Set<EndpointId> disabled = disabled(tenant);
    return ledger.read(
        db -> JobDeliveries.page(new DeliveryQuery(db, tenant, disabled), db, job, after, limit));
  }

  /// The jobs that opened a delivery, or wanted one more attempt of it.
  public List<JobId> jobs(DeliveryId id) {
    return ledger.read(db -> JobDeliveries.of(db, id));
  }

  /// Whether the data of an event are not kept any more.
  public boolean dataRemoved(TenantId tenant, EventId id) {
    return ledger.read(db -> EventQuery.dataRemoved(db, tenant, id));
  }

  /// How much waits for a paused subscription.
  public long held(SubscriptionId subscription) {
    return ledger.read(db -> DeliveryQuery.held(db, subscription));
  }

  private Set<EndpointId> disabled(TenantId tenant) {
    return catalogue.current().endpoints(tenant).stream()
        .filter(endpoint -> !endpoint.enabled() || holds.pauses(endpoint.id()))
        .map(Endpoint::id)
        .collect(Collectors.toSet());
  }

  /// What is remembered of a subject at present, by the hash that a comparison has for it.
  public Optional<Remembered> remembered(byte[] subject) {
    return ledger.remembered(subject);
  }
}
