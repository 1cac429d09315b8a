package dev.posthouse.event;

import java.util.Locale;

/// The state of a delivery. `HELD` is how an open delivery of a disabled endpoint is shown; no row
/// says it.
public enum State {
  PENDING,
  RETRYING,
  HELD,
  DELIVERED,
  FAILED,
  CANCELLED;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public boolean isFinal() {
    return this == DELIVERED || this == FAILED || this == CANCELLED;
  }
}
