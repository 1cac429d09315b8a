package dev.posthouse.config;

import dev.posthouse.access.Trail;
import dev.posthouse.event.TenantId;
import dev.posthouse.store.Ledger;
import java.util.List;

/// The recorded changes, for reading.
public final class Revisions {
  /// What to pass as `before` for the first page.
  public static final long NEWEST = Long.MAX_VALUE;

  private final Ledger ledger;

  public Revisions(Ledger ledger) {
    this.ledger = ledger;
  }

  /// Which revisions are wanted.
  ///
  /// @param kind a word; empty: of every kind
  /// @param resource 0: of all
  public record Wanted(TenantId tenant, String kind, long resource) {
    /// Of all tenants, and of the house itself.
    public static Wanted all() {
      return new Wanted(Trail.HOUSE, "", 0);
    }

    public static Wanted of(TenantId tenant) {
      return new Wanted(tenant, "", 0);
    }

    public Wanted kind(String word) {
      return new Wanted(tenant, word, resource);
    }

    public Wanted resource(long id) {
      return new Wanted(tenant, kind, id);
    }

    boolean house() {
      return tenant.equals(Trail.HOUSE);
    }
  }

  /// Newest first, those with numbers below `number`. Fewer than `limit` where they are large; none
  /// only if there are no more.
  public List<Recorded> before(Wanted wanted, long number, int limit) {
    return ledger.read(db -> RecordRows.before(db, wanted, number, limit));
  }

  /// Oldest first, those with numbers above `number`; as many as [#before].
  public List<Recorded> after(Wanted wanted, long number, int limit) {
    return ledger.read(db -> RecordRows.after(db, wanted, number, limit));
  }
}
