package dev.posthouse.access;

import dev.posthouse.event.TenantId;
import java.security.MessageDigest;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// Tells who is asking. Costs one SHA-256 and one look-up in memory; the time it takes says nothing
/// about how near a wrong key was.
public final class Access {
  private static final Set<Role> ALL = EnumSet.allOf(Role.class);
  private final byte[] adminHash;
  private final Tenants tenants;
  private final Keys keys;

  public Access(Secret adminKey, Tenants tenants, Keys keys) {
    this.adminHash = Hashes.sha256(adminKey.reveal());
    this.tenants = tenants;
    this.keys = keys;
  }

  /// @param bearerToken what follows `Bearer`, empty if nothing was shown
  /// @param tenant the name or id of a tenant, as `Posthouse-Tenant` has it
  public Authentication authenticate(String bearerToken, Optional<String> tenant) {
    byte[] hash = Hashes.sha256(bearerToken);
    if (MessageDigest.isEqual(hash, adminHash)) {
      return forAdmin(tenant.orElse(Tenant.DEFAULT));
    }
    Optional<Caller> caller = keys.caller(hash);
    if (caller.isEmpty()) {
      return new Authentication.Refused();
    }
    return tenant.isEmpty() || tenants.find(tenant.get()).equals(own(caller.get()))
        ? new Authentication.Granted(caller.get(), false)
        : new Authentication.UnknownTenant(tenant.get());
  }

  private Optional<TenantId> own(Caller caller) {
    return Optional.of(caller.tenant());
  }

  private Authentication forAdmin(String tenant) {
    return tenants
        .find(tenant)
        .<Authentication>map(
            id -> new Authentication.Granted(new Caller(id, ALL, Caller.ADMIN), true))
        .orElseGet(() -> new Authentication.UnknownTenant(tenant));
  }
}
