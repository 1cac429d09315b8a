package dev.posthouse.config;

import dev.posthouse.event.TenantId;
import dev.posthouse.store.Ledger;
import java.util.List;

/// The recorded changes of configuration, for reading.
public final class Revisions {
  /// What to pass as `before` for the first page.
  public static final long NEWEST = Long.MAX_VALUE;

  private final Ledger ledger;

  public Revisions(Ledger ledger) {
    this.ledger = ledger;
  }

  /// Newest first, those with numbers below `before`.
  public List<Revision> page(TenantId tenant, long before, int limit) {
    return ledger.read(db -> RevisionRows.page(db, tenant, before, limit));
  }
}
