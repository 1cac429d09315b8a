package dev.posthouse.event;

import java.util.List;

/// An event with every delivery it causes: what an append writes.
///
/// @param questions what only the ledger can decide; some of the deliveries may hang on that
/// @param keys by which it is found for fields of its data, see [SearchKey]
public record Routed(
    Event event,
    ContentHash hash,
    List<NewDelivery> deliveries,
    Questions questions,
    List<Long> keys) {
  public Routed {
    deliveries = List.copyOf(deliveries);
    keys = List.copyOf(keys);
  }

  public Routed(Event event, ContentHash hash, List<NewDelivery> deliveries, Questions questions) {
    this(event, hash, deliveries, questions, List.of());
  }

  public Routed(Event event, ContentHash hash, List<NewDelivery> deliveries) {
    this(event, hash, deliveries, Questions.NONE);
  }
}
