package dev.posthouse.store;

import dev.posthouse.event.EndpointId;
import dev.posthouse.event.OpenDelivery;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.event.TenantId;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// How many deliveries wait for each endpoint and tenant. The writer keeps it, after each commit;
/// anyone may read. Also knows the endpoints that are gone, so that what was routed before does not
/// wait for ever.
public final class Backlog {
  private final long endpointLimit;
  private final long tenantLimit;
  private final Map<EndpointId, LongAdder> byEndpoint = new ConcurrentHashMap<>();
  private final Map<TenantId, LongAdder> byTenant = new ConcurrentHashMap<>();
  private final Set<EndpointId> gone = ConcurrentHashMap.newKeySet();
  private final LongAdder total = new LongAdder();

  /// Subscriptions that are paused, or are being released: what is new of them waits behind.
  private volatile Set<SubscriptionId> held = Set.of();

  Backlog(Limits limits) {
    endpointLimit = limits.endpointBacklog();
    tenantLimit = limits.tenantBacklog();
  }

  enum Admission {
    WAITS,
    ENDPOINT_GONE,
    FULL
  }

  /// Whether one more delivery may wait, beside those that the same transaction already adds.
  Admission admit(OpenDelivery delivery, long addingToEndpoint, long addingToTenant) {
    if (gone.contains(delivery.endpoint())) {
      return Admission.ENDPOINT_GONE;
    }
    return endpoint(delivery.endpoint()) + addingToEndpoint < endpointLimit
            && tenant(delivery.tenant()) + addingToTenant < tenantLimit
        ? Admission.WAITS
        : Admission.FULL;
  }

  void add(TenantId tenant, EndpointId endpoint, long count) {
    byEndpoint.computeIfAbsent(endpoint, e -> new LongAdder()).add(count);
    byTenant.computeIfAbsent(tenant, t -> new LongAdder()).add(count);
    total.add(count);
  }

  /// Before all is counted anew.
  void clear() {
    byEndpoint.clear();
    byTenant.clear();
    total.reset();
  }

  void opened(OpenDelivery delivery) {
    add(delivery.tenant(), delivery.endpoint(), 1);
  }

  void closed(OpenDelivery delivery) {
    add(delivery.tenant(), delivery.endpoint(), -1);
  }

  /// What is appended from now on waits for these.
  public void hold(Set<SubscriptionId> subscriptions) {
    held = Set.copyOf(subscriptions);
  }

  public boolean holds(SubscriptionId subscription) {
    Set<SubscriptionId> now = held;
    return !now.isEmpty() && now.contains(subscription);
  }

  void removed(EndpointId endpoint) {
    gone.add(endpoint);
  }

  public long endpoint(EndpointId endpoint) {
    var count = byEndpoint.get(endpoint);
    return count == null ? 0 : count.sum();
  }

  public long tenant(TenantId tenant) {
    var count = byTenant.get(tenant);
    return count == null ? 0 : count.sum();
  }

  public long total() {
    return total.sum();
  }
}
