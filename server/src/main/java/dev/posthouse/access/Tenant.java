package dev.posthouse.access;

import dev.posthouse.event.TenantId;
import java.time.Instant;

/// The isolation boundary: every row, key, limit and metric belongs to one.
///
/// @param policy what it wants done with events; its own administrators may change it
/// @param admission what it lets in; only the admin key may change it
/// @param keeping how long its events are kept; only the admin key may change it
public record Tenant(
    TenantId id,
    String name,
    Instant created,
    Policy policy,
    Admission admission,
    Keeping keeping) {
  /// The tenant that a start without configuration has.
  public static final String DEFAULT = "default";

  /// One whose events are kept as the house keeps them.
  public Tenant(TenantId id, String name, Instant created, Policy policy, Admission admission) {
    this(id, name, created, policy, admission, Keeping.AS_THE_HOUSE);
  }

  public Tenant with(Policy other) {
    return new Tenant(id, name, created, other, admission, keeping);
  }

  public Tenant with(Admission other) {
    return new Tenant(id, name, created, policy, other, keeping);
  }
}
