package dev.posthouse.web;

import dev.posthouse.access.Role;
import java.util.Optional;

/// What a route asks of its caller.
public enum Need {
  /// Open to everybody.
  NOTHING,
  PUBLISH,
  READ,
  MANAGE,
  AUDIT,
  /// The admin key itself, or the key of those that read the metrics.
  METRICS,
  /// The admin key itself.
  ADMIN;

  /// Who shows the key of those that read the metrics.
  public static final String SCRAPER = "metrics";

  /// Whether it depends on what is configured: keys, to begin with.
  boolean configuration() {
    return this != NOTHING && this != METRICS;
  }

  Optional<Role> role() {
    return switch (this) {
      case NOTHING, METRICS, ADMIN -> Optional.empty();
      case PUBLISH -> Optional.of(Role.PUBLISH);
      case READ -> Optional.of(Role.READ);
      case MANAGE -> Optional.of(Role.MANAGE);
      case AUDIT -> Optional.of(Role.AUDIT);
    };
  }
}
