package dev.posthouse.web;

import dev.posthouse.accept.Acceptance;
import dev.posthouse.event.NewEvent;
import dev.posthouse.event.TenantId;
import java.util.List;

/// Takes events in; returns when they are stored, or known not to be.
@FunctionalInterface
public interface Publisher {
  /// @param events at least one, all of `tenant`
  /// @param atomic whether a conflict of one keeps all of them out
  Acceptance accept(TenantId tenant, List<NewEvent> events, boolean atomic)
      throws InterruptedException;
}
