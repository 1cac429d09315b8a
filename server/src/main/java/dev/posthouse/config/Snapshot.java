package dev.posthouse.config;

import dev.posthouse.event.EndpointId;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.event.TenantId;
import dev.posthouse.eventtype.EventType;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All endpoints, subscriptions and event types as of one moment, immutable.
///
/// @param number that of the newest revision in it
/// @param last that of the newest revision of all: other things are recorded in the same sequence
public record Snapshot(
    long number,
    long last,
    Map<EndpointId, Endpoint> endpoints,
    Map<SubscriptionId, Subscription> subscriptions,
    EventTypes types) {
  public static final Snapshot EMPTY = new Snapshot(0, Map.of(), Map.of());

  public Snapshot {
    // Unlike Map.copyOf, these go round in the same order in every process.
    endpoints = Collections.unmodifiableMap(new HashMap<>(endpoints));
    subscriptions = Collections.unmodifiableMap(new HashMap<>(subscriptions));
  }

  public Snapshot(
      long number,
      Map<EndpointId, Endpoint> endpoints,
      Map<SubscriptionId, Subscription> subscriptions,
      EventTypes types) {
    this(number, number, endpoints, subscriptions, types);
  }

  /// With the shipped event types alone.
  public Snapshot(
      long number,
      Map<EndpointId, Endpoint> endpoints,
      Map<SubscriptionId, Subscription> subscriptions) {
    this(number, endpoints, subscriptions, EventTypes.SHIPPED);
  }

  /// The number of the revision that comes next.
  long next() {
    return last + 1;
  }

  /// The same when the newest revision of all has the number `other`.
  Snapshot last(long other) {
    return other == last ? this : new Snapshot(number, other, endpoints, subscriptions, types);
  }

  /// A tenant's own event type, else the shipped one of that name.
  public Optional<EventType> eventType(TenantId tenant, String name) {
    return types.find(tenant, name);
  }

  /// A tenant's own event types and those that are shipped.
  public List<EventType> eventTypes(TenantId tenant) {
    return types.all(tenant);
  }

  public Optional<Endpoint> endpoint(EndpointId id) {
    return Optional.ofNullable(endpoints.get(id));
  }

  public Optional<Subscription> subscription(SubscriptionId id) {
    return Optional.ofNullable(subscriptions.get(id));
  }

  /// An endpoint, if it is the tenant's own.
  public Optional<Endpoint> endpoint(TenantId tenant, EndpointId id) {
    return endpoint(id).filter(endpoint -> endpoint.tenant().equals(tenant));
  }

  /// A subscription, if it is the tenant's own.
  public Optional<Subscription> subscription(TenantId tenant, SubscriptionId id) {
    return subscription(id).filter(subscription -> subscription.tenant().equals(tenant));
  }

  /// Newest first.
  public List<Endpoint> endpoints(TenantId tenant) {
    return endpoints.values().stream()
        .filter(endpoint -> endpoint.tenant().equals(tenant))
        .sorted(Comparator.comparing(Endpoint::id).reversed())
        .toList();
  }

  /// Newest first.
  public List<Subscription> subscriptions(TenantId tenant) {
    return subscriptions.values().stream()
        .filter(subscription -> subscription.tenant().equals(tenant))
        .sorted(Comparator.comparing(Subscription::id).reversed())
        .toList();
  }

  /// Newest first.
  public List<Subscription> subscriptions(EndpointId endpoint) {
    return subscriptions.values().stream()
        .filter(subscription -> subscription.endpoint().equals(endpoint))
        .sorted(Comparator.comparing(Subscription::id).reversed())
        .toList();
  }

  /// This with the steps of a change applied, one revision each.
  Snapshot with(List<Write> writes) {
    if (writes.isEmpty()) {
      return this;
    }
    var e = new HashMap<>(endpoints);
    var s = new HashMap<>(subscriptions);
    EventTypes t = types;
    for (Write write : writes) {
      switch (write) {
        case Write.PutEndpoint put -> e.put(put.endpoint().id(), put.endpoint());
        case Write.PutSubscription put -> s.put(put.subscription().id(), put.subscription());
        case Write.DropEndpoint drop -> e.remove(drop.endpoint().id());
        case Write.DropSubscription drop -> s.remove(drop.subscription().id());
        case Write.PutEventType put -> t = t.with(put.type());
        case Write.DropEventType drop -> t = t.without(drop.type());
      }
    }
    long newest = last + writes.size();
    return new Snapshot(newest, newest, e, s, t);
  }
}
