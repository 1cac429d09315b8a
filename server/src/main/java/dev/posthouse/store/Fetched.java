package dev.posthouse.store;

import dev.posthouse.event.Event;
import dev.posthouse.event.OpenDelivery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Open work of one endpoint, first due first, now owned by this node.
///
/// @param more whether due work was left behind because of the limit
/// @param nextDue when the earliest work that is not due yet wants its turn, if there is any
public record Fetched(List<Item> items, boolean more, Optional<Instant> nextDue) {
  /// A delivery and, where its payload is small, the event itself.
  public record Item(OpenDelivery delivery, Optional<Event> event) {}
}
