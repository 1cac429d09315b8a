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

  /// How often all was counted anew; the writer's.
  private int generation;

  Backlog(Limits limits) {
    this(limits.endpointBacklog(), limits.tenantBacklog(), 0);
  }

  private Backlog(long endpointLimit, long tenantLimit, int generation) {
    this.endpointLimit = endpointLimit;
    this.tenantLimit = tenantLimit;
    this.generation = generation;
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
    add(byEndpoint, endpoint, count);
    add(byTenant, tenant, count);
    total.add(count);
  }

  /// Before all is counted anew.
  void clear() {
    generation++;
    byEndpoint.clear();
    byTenant.clear();
    total.reset();
  }

  /// One that nothing waits in yet, to count into.
  Backlog blank() {
    return new Backlog(endpointLimit, tenantLimit, generation);
  }

  /// As it is now.
  Backlog copy() {
    Backlog copy = blank();
    byEndpoint.forEach((endpoint, count) -> add(copy.byEndpoint, endpoint, count.sum()));
    byTenant.forEach((tenant, count) -> add(copy.byTenant, tenant, count.sum()));
    copy.total.add(total());
    return copy;
  }

  /// Takes over what was counted where something else was believed at that moment. What has changed
  /// since then stays; if all was counted anew meanwhile, so does everything.
  void correct(Backlog believed, Backlog counted) {
    if (believed.generation != generation) {
      return;
    }
    believed.byEndpoint.forEach((endpoint, count) -> add(byEndpoint, endpoint, -count.sum()));
    counted.byEndpoint.forEach((endpoint, count) -> add(byEndpoint, endpoint, count.sum()));
    believed.byTenant.forEach((tenant, count) -> add(byTenant, tenant, -count.sum()));
    counted.byTenant.forEach((tenant, count) -> add(byTenant, tenant, count.sum()));
    total.add(counted.total() - believed.total());
  }

  private static <K> void add(Map<K, LongAdder> counts, K key, long count) {
    counts.computeIfAbsent(key, k -> new LongAdder()).add(count);
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
