package dev.posthouse.store;

import dev.posthouse.event.Routed;
import java.util.List;

/// One command to the ledger: the events of one publish, in the publisher's order.
///
/// @param atomic whether a conflict of one event keeps all of them out
public record Append(List<Routed> events, boolean atomic) {
  public Append {
    events = List.copyOf(events);
  }
}
