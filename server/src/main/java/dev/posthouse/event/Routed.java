package dev.posthouse.event;

import java.util.List;

/// An event with every delivery it causes: what an append writes.
///
/// @param questions what only the ledger can decide; some of the deliveries may hang on that
public record Routed(
    Event event, ContentHash hash, List<NewDelivery> deliveries, Questions questions) {
  public Routed {
    deliveries = List.copyOf(deliveries);
  }

  public Routed(Event event, ContentHash hash, List<NewDelivery> deliveries) {
    this(event, hash, deliveries, Questions.NONE);
  }
}
