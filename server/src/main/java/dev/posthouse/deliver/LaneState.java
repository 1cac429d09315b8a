package dev.posthouse.deliver;

import java.util.Locale;

/// Whether a lane sends, and if not, why.
public enum LaneState {
  OPEN,
  /// Nothing is due.
  IDLE,
  DISABLED,
  /// Somebody has paused it.
  PAUSED,
  /// The ledger cannot commit: no new attempt starts.
  UNWRITABLE,
  /// The receiver asked for a pause.
  CLOSED,
  /// The endpoint has failed lastingly: attempts are made now and then only, to find out.
  BROKEN,
  CONCURRENCY,
  /// The endpoint's share of the house's free slots is used up.
  SHARE,
  RATE,
  /// The memory budget has no room for the payload.
  MEMORY;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
