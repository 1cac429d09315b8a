package dev.posthouse.access;

import dev.posthouse.event.TenantId;
import java.time.Instant;

/// The isolation boundary: every row, key, limit and metric belongs to one.
public record Tenant(TenantId id, String name, Instant created, Policy policy) {
  /// The tenant that a start without configuration has.
  public static final String DEFAULT = "default";
}
