package dev.posthouse.route;

import dev.posthouse.config.Snapshot;
import dev.posthouse.event.EventId;
import dev.posthouse.event.NewEvent;
import java.time.Instant;

/// Decides which subscriptions get an event. SKELETON: being written.
public final class Router {
  /// The table in force is replaced whole.
  public void replace(Snapshot snapshot) {
    throw new UnsupportedOperationException();
  }

  public Routing route(EventId id, NewEvent event, Instant accepted) {
    throw new UnsupportedOperationException();
  }
}
