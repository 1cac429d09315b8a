package dev.posthouse.access;

import dev.posthouse.event.KeyId;
import dev.posthouse.event.TenantId;
import java.time.Instant;
import java.util.Set;

/// What is known of a key; not the key itself, of which only a hash is kept.
public record ApiKey(KeyId id, TenantId tenant, String name, Set<Role> roles, Instant created) {
  public ApiKey {
    roles = Set.copyOf(roles);
  }
}
