package dev.posthouse.config;

/// What a subscription asks beyond type and filter: only the ledger can tell, when it stores an
/// event.
///
/// @param skipStale whether events are left out that come after a newer state of their subject
public record Conditions(boolean skipStale) {
  public static final Conditions NONE = new Conditions(false);

  public boolean none() {
    return equals(NONE);
  }
}
