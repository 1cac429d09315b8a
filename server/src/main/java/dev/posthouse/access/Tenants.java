package dev.posthouse.access;

import dev.posthouse.event.Ids;
import dev.posthouse.event.TenantId;
import dev.posthouse.store.Ledger;
import dev.posthouse.work.Tasks;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// The tenants of this house: in the database, and in memory for every request.
public final class Tenants {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

  private final Ledger ledger;
  private final Tasks tasks;
  private final Ids ids;
  private final InstantSource clock;
  private final Map<String, Tenant> byName = new ConcurrentHashMap<>();
  private final Map<String, Tenant> byId = new ConcurrentHashMap<>();

  /// Asked for with every event and every attempt.
  private final Map<TenantId, Policy> policies = new ConcurrentHashMap<>();

  public Tenants(Ledger ledger, Tasks tasks, Ids ids, InstantSource clock) {
    this.ledger = ledger;
    this.tasks = tasks;
    this.ids = ids;
    this.clock = clock;
  }

  /// What became of a wish to remove a tenant.
  public enum Removal {
    REMOVED,
    MISSING,
    /// It is `default`, or something still belongs to it.
    IN_USE
  }

  /// Reads all tenants; the first start makes `default`.
  public void load() throws InterruptedException {
    ledger.read(TenantRows::all).forEach(this::remember);
    if (!byName.containsKey(Tenant.DEFAULT)) {
      create(Tenant.DEFAULT);
    }
  }

  /// A tenant by its name or its id.
  public Optional<TenantId> find(String nameOrId) {
    Tenant tenant = byName.get(nameOrId);
    return Optional.ofNullable(tenant == null ? byId.get(nameOrId) : tenant).map(Tenant::id);
  }

  public Optional<Tenant> find(TenantId id) {
    return Optional.ofNullable(byId.get(id.toString()));
  }

  /// Newest first.
  public List<Tenant> list() {
    return byId.values().stream().sorted(Comparator.comparing(Tenant::id).reversed()).toList();
  }

  /// @throws IllegalArgumentException with an example if it cannot be a tenant's name
  public static String name(String text) {
    if (!NAME.matcher(text).matches() || text.startsWith("ten_")) {
      throw new IllegalArgumentException(
          "\""
              + text
              + "\" is not a tenant's name; write 1 to 63 lower-case letters, digits, - and _, such"
              + " as east-branch");
    }
    return text;
  }

  /// Empty if the name is taken.
  public Optional<Tenant> create(String name) throws InterruptedException {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    var tenant = new Tenant(new TenantId(ids.next()), name(name), now, Policy.USUAL);
    boolean made = tasks.await(ledger.change(db -> TenantRows.insert(db, tenant)));
    if (made) {
      remember(tenant);
    }
    return made ? Optional.of(tenant) : Optional.empty();
  }

  /// What a tenant wants done; the usual for one that is gone.
  public Policy policy(TenantId id) {
    return policies.getOrDefault(id, Policy.USUAL);
  }

  /// In force when it returns; empty if there is no such tenant.
  public Optional<Tenant> change(TenantId id, UnaryOperator<Policy> change)
      throws InterruptedException {
    Optional<Tenant> before = find(id);
    if (before.isEmpty()) {
      return before;
    }
    Tenant tenant = before.get();
    Policy policy = change.apply(tenant.policy());
    tasks.await(ledger.change(db -> TenantRows.update(db, id, policy)));
    Tenant after = new Tenant(id, tenant.name(), tenant.created(), policy);
    byId.computeIfPresent(id.toString(), (text, there) -> after);
    byName.computeIfPresent(tenant.name(), (name, there) -> after);
    policies.computeIfPresent(id, (same, there) -> policy);
    return Optional.of(after);
  }

  /// Removes a tenant and its keys; `inUse` says whether configuration still belongs to it.
  public Removal remove(TenantId id, Keys keys, Predicate<TenantId> inUse)
      throws InterruptedException {
    Optional<Tenant> tenant = find(id);
    if (tenant.isEmpty()) {
      return Removal.MISSING;
    } else if (tenant.get().name().equals(Tenant.DEFAULT) || inUse.test(id)) {
      return Removal.IN_USE;
    }
    keys.deleteAll(id);
    tasks.await(ledger.change(db -> TenantRows.delete(db, id)));
    byName.remove(tenant.get().name());
    byId.remove(id.toString());
    policies.remove(id);
    return Removal.REMOVED;
  }

  private void remember(Tenant tenant) {
    byName.put(tenant.name(), tenant);
    byId.put(tenant.id().toString(), tenant);
    policies.put(tenant.id(), tenant.policy());
  }
}
