package dev.posthouse.access;

import dev.posthouse.access.Trail.Entry;
import dev.posthouse.event.Ids;
import dev.posthouse.event.TenantId;
import dev.posthouse.store.Ledger;
import dev.posthouse.work.Quota;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The tenants of this house: in the database, and in memory for every request.
public final class Tenants {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

  private final Ledger ledger;
  private final Trail trail;
  private final Ids ids;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final Map<String, TenantId> byName = new ConcurrentHashMap<>();
  private final Map<TenantId, Present> byId = new ConcurrentHashMap<>();

  /// @param nanos an ever-growing count, for rates
  public Tenants(Ledger ledger, Trail trail, Ids ids, InstantSource clock, LongSupplier nanos) {
    this.ledger = ledger;
    this.trail = trail;
    this.ids = ids;
    this.clock = clock;
    this.nanos = nanos;
  }

  /// A tenant and what is left of its rate.
  record Present(Tenant tenant, List<Quota> quotas) {}

  /// Lets somebody in who is known to speak for a tenant, from where the tenant allows it.
  ///
  /// @param still whether it is known still
  public Authentication admit(Caller caller, BooleanSupplier still) {
    Present present = byId.get(caller.tenant());
    if (present == null) {
      return new Authentication.NoAccess("This tenant is gone.");
    }
    return present.tenant().admission().admits(caller.from())
        ? new Authentication.Granted(
            caller.with(present.quotas()),
            () -> still.getAsBoolean() && present.equals(byId.get(caller.tenant())))
        : new Authentication.Elsewhere();
  }

  /// What became of a wish to remove a tenant.
  public enum Removal {
    REMOVED,
    MISSING,
    /// It is `default`, or something still belongs to it.
    IN_USE
  }

  /// Reads all tenants; the first start makes `default`.
  public void start() throws InterruptedException {
    load();
    if (!byName.containsKey(Tenant.DEFAULT)) {
      var _ = create(Actor.SYSTEM, Tenant.DEFAULT);
    }
  }

  /// What is in the database is in force from now on.
  public void load() {
    Map<TenantId, Tenant> stored =
        ledger.read(TenantRows::all).stream().collect(Collectors.toMap(Tenant::id, t -> t));
    stored.values().forEach(this::remember);
    list().stream().filter(tenant -> !stored.containsKey(tenant.id())).forEach(this::forget);
  }

  /// A tenant by its name or its id.
  public Optional<TenantId> find(String nameOrId) {
    TenantId named = byName.get(nameOrId);
    return named == null ? ofId(nameOrId) : Optional.of(named);
  }

  private Optional<TenantId> ofId(String text) {
    try {
      return Optional.of(TenantId.parse(text)).filter(byId::containsKey);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  public Optional<Tenant> find(TenantId id) {
    return present(id).map(Present::tenant);
  }

  Optional<Present> present(TenantId id) {
    return Optional.ofNullable(byId.get(id));
  }

  /// Newest first.
  public List<Tenant> list() {
    return byId.values().stream()
        .map(Present::tenant)
        .sorted(Comparator.comparing(Tenant::id).reversed())
        .toList();
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
  public Optional<Tenant> create(Actor by, String name) throws InterruptedException {
    String checked = name(name);
    return trail.change(pen -> {
      if (byName.containsKey(checked)) {
        return Optional.empty();
      }
      Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
      var id = new TenantId(ids.next());
      var tenant = new Tenant(id, checked, now, Policy.USUAL, Admission.FREE);
      pen.commit(by, List.of(Entry.of(tenant, Entry.CREATED)), db -> TenantRows.insert(db, tenant));
      remember(tenant);
      return Optional.of(tenant);
    });
  }

  /// What a tenant wants done; the usual for one that is gone.
  public Policy policy(TenantId id) {
    Present present = byId.get(id);
    return present == null ? Policy.USUAL : present.tenant().policy();
  }

  /// In force when it returns; empty if there is no such tenant.
  public Optional<Tenant> change(Actor by, TenantId id, UnaryOperator<Tenant> change)
      throws InterruptedException {
    return trail.change(pen -> {
      Optional<Tenant> before = find(id);
      if (before.isEmpty()) {
        return before;
      }
      Tenant after = change.apply(before.get());
      if (!after.equals(before.get())) {
        pen.commit(by, List.of(Entry.of(after, Entry.UPDATED)), db -> TenantRows.update(db, after));
        remember(after);
      }
      return Optional.of(after);
    });
  }

  /// Removes a tenant and its keys; `inUse` says whether configuration still belongs to it.
  public Removal remove(Actor by, TenantId id, Keys keys, Predicate<TenantId> inUse)
      throws InterruptedException {
    return trail.change(pen -> {
      Optional<Tenant> found = find(id);
      if (found.isEmpty()) {
        return Removal.MISSING;
      }
      Tenant tenant = found.get();
      if (tenant.name().equals(Tenant.DEFAULT) || inUse.test(id)) {
        return Removal.IN_USE;
      }
      List<ApiKey> doomed = keys.list(id);
      var entries = new ArrayList<Entry>();
      doomed.forEach(key -> entries.add(Entry.of(key, Entry.DELETED)));
      entries.add(Entry.of(tenant, Entry.DELETED));
      pen.commit(
          by,
          entries,
          db -> {
            KeyRows.delete(db, doomed.stream().map(ApiKey::id).toList());
            TenantRows.delete(db, id);
          });
      doomed.forEach(keys::forget);
      forget(tenant);
      return Removal.REMOVED;
    });
  }

  private void remember(Tenant tenant) {
    byId.compute(tenant.id(), (id, before) -> new Present(tenant, quotas(tenant, before)));
    byName.put(tenant.name(), tenant.id());
  }

  /// A rate that stays the same goes on.
  private List<Quota> quotas(Tenant tenant, @Nullable Present before) {
    List<Quota> old = before == null ? List.of() : before.quotas();
    return Quota.of(tenant.admission().publishRate(), old, nanos);
  }

  private void forget(Tenant tenant) {
    byName.remove(tenant.name());
    byId.remove(tenant.id());
  }
}
