package dev.posthouse.access;

import dev.posthouse.event.TenantId;
import java.time.Instant;

/// The isolation boundary: every row, key, limit and metric belongs to one.
///
/// @param policy what it wants done with events; its own administrators may change it
/// @param admission what it lets in; only the admin key may change it
public record Tenant(
    TenantId id, String name, Instant created, Policy policy, Admission admission) {
  /// The tenant that a start without configuration has.
  public static final String DEFAULT = "default";

  public Tenant with(Policy other) {
    return new Tenant(id, name, created, other, admission);
  }

  public Tenant with(Admission other) {
    return new Tenant(id, name, created, policy, other);
  }
}
