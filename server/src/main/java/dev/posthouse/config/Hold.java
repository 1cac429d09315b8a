package dev.posthouse.config;

import dev.posthouse.event.TenantId;
import dev.posthouse.work.Rate;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// An endpoint or a subscription that somebody has paused, or had.
///
/// @param resource its id
/// @param since from when on it is in this state
/// @param who paused or released it, see [Actor][dev.posthouse.access.Actor]
/// @param reason why, in somebody's own words; may be empty
/// @param rate how fast what waits is released; absent: as fast as it goes
public record Hold(
    long resource,
    TenantId tenant,
    Kind kind,
    State state,
    Instant since,
    String who,
    String reason,
    Optional<Rate> rate) {
  /// What is paused.
  public enum Kind {
    ENDPOINT,
    SUBSCRIPTION;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// How it stands.
  public enum State {
    /// Nothing is sent; what comes waits.
    PAUSED,
    /// What has waited is sent in order, and what is new behind it.
    RELEASING,
    /// It is as if it had never been paused, but that the age of deliveries runs from then on.
    RELEASED;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  boolean is(State wanted) {
    return state == wanted;
  }

  Hold released(Instant at) {
    return new Hold(resource, tenant, kind, State.RELEASED, at, who, "", Optional.empty());
  }
}
