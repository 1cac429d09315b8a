package dev.posthouse.access;

import dev.posthouse.event.TenantId;
import java.util.Set;

/// Who is asking, for which tenant, and what they may do. `who` is what revisions record: `admin`,
/// or the id of a key.
public record Caller(TenantId tenant, Set<Role> roles, String who) {
  static final String ADMIN = "admin";

  public Caller {
    roles = Set.copyOf(roles);
  }

  /// Whether the admin key itself asks.
  public boolean admin() {
    return who.equals(ADMIN);
  }

  public boolean may(Role role) {
    return roles.contains(role);
  }
}
