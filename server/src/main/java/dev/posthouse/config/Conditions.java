package dev.posthouse.config;

import org.jspecify.annotations.Nullable;

/// What a subscription asks beyond type and filter: only the ledger can tell, when it stores an
/// event.
///
/// @param skipStale whether events are left out that come after a newer state of their subject
/// @param watch what must have changed; null if nothing need have
public record Conditions(boolean skipStale, @Nullable Watch watch) {
  public static final Conditions NONE = new Conditions(false, null);
}
