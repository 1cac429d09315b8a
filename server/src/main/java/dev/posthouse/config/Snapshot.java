package dev.posthouse.config;

import dev.posthouse.event.EndpointId;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.event.TenantId;
import dev.posthouse.eventtype.EventType;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All endpoints, subscriptions and event types as of one moment, immutable. `number` is that of
/// the newest revision in it.
public record Snapshot(
    long number,
    Map<EndpointId, Endpoint> endpoints,
    Map<SubscriptionId, Subscription> subscriptions,
    EventTypes types) {
  public static final Snapshot EMPTY = new Snapshot(0, Map.of(), Map.of());

  public Snapshot {
    endpoints = Map.copyOf(endpoints);
    subscriptions = Map.copyOf(subscriptions);
  }

  /// With the shipped event types alone.
  public Snapshot(
      long number,
      Map<EndpointId, Endpoint> endpoints,
      Map<SubscriptionId, Subscription> subscriptions) {
    this(number, endpoints, subscriptions, EventTypes.SHIPPED);
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
    return new Snapshot(number + writes.size(), e, s, t);
  }
}
