package dev.posthouse.access;

import dev.posthouse.access.Keys.Known;
import dev.posthouse.event.Sha256;
import dev.posthouse.event.TenantId;
import dev.posthouse.work.Quota;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Tells who is asking. Costs one SHA-256 and one look-up in memory; the time it takes says nothing
/// about how near a wrong key was.
public final class Access {
  private static final Set<Role> ALL = Set.of(Role.values());
  private static final String ADMIN = "admin";
  private final byte[] adminHash;
  private final Tenants tenants;
  private final Keys keys;

  public Access(Secret adminKey, Tenants tenants, Keys keys) {
    this.adminHash = Sha256.of(adminKey.reveal());
    this.tenants = tenants;
    this.keys = keys;
  }

  public Authentication authenticate(Shown shown) {
    byte[] hash = Sha256.of(shown.bearer());
    if (MessageDigest.isEqual(hash, adminHash)) {
      return forAdmin(shown);
    }
    Optional<Known> known = keys.known(hash);
    return known.isEmpty() ? new Authentication.Refused() : forKey(known.get(), shown);
  }

  private Authentication forKey(Known known, Shown shown) {
    Optional<Tenants.Present> found = tenants.present(known.key.tenant());
    if (found.isEmpty()) {
      return new Authentication.Refused();
    }
    Tenants.Present present = found.get();
    Terms terms = known.key.terms();
    if (!terms.admission().admits(shown.from())
        || !present.tenant().admission().admits(shown.from())) {
      return new Authentication.Elsewhere();
    }
    TenantId tenant = known.key.tenant();
    if (shown.tenant().isPresent()
        && !tenants.find(shown.tenant().get()).equals(Optional.of(tenant))) {
      return new Authentication.UnknownTenant(shown.tenant().get());
    }
    known.used(keys.nowMillis());
    var caller =
        new Caller(
            tenant,
            terms.roles(),
            known.key.id().toString(),
            false,
            shown.from(),
            terms.publishing(),
            both(known.quotas, present.quotas()));
    return new Authentication.Granted(caller, () -> still(known, present));
  }

  private static List<Quota> both(List<Quota> key, List<Quota> tenant) {
    if (key.isEmpty()) {
      return tenant;
    }
    return tenant.isEmpty() ? key : Stream.concat(key.stream(), tenant.stream()).toList();
  }

  private boolean still(Known known, Tenants.Present present) {
    return known.good(keys.nowMillis())
        && tenants.present(known.key.tenant()).filter(present::equals).isPresent();
  }

  private Authentication forAdmin(Shown shown) {
    String name = shown.tenant().orElse(Tenant.DEFAULT);
    Optional<Tenants.Present> found = tenants.find(name).flatMap(tenants::present);
    if (found.isEmpty()) {
      return new Authentication.UnknownTenant(name);
    }
    TenantId tenant = found.get().tenant().id();
    var quotas = found.get().quotas();
    var caller = new Caller(tenant, ALL, ADMIN, true, shown.from(), Publishing.ANYTHING, quotas);
    return new Authentication.Granted(caller, () -> tenants.present(tenant).isPresent());
  }
}
