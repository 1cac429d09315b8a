package dev.posthouse.config;

import dev.posthouse.event.EndpointId;
import dev.posthouse.event.SubscriptionId;
import java.util.Map;
import java.util.Optional;

/// All endpoints and subscriptions as of one moment, immutable. `number` is that of the newest
/// revision in it.
public record Snapshot(
    long number,
    Map<EndpointId, Endpoint> endpoints,
    Map<SubscriptionId, Subscription> subscriptions) {
  public static final Snapshot EMPTY = new Snapshot(0, Map.of(), Map.of());

  public Snapshot {
    endpoints = Map.copyOf(endpoints);
    subscriptions = Map.copyOf(subscriptions);
  }

  public Optional<Endpoint> endpoint(EndpointId id) {
    return Optional.ofNullable(endpoints.get(id));
  }
}
