package dev.posthouse.event;

import java.util.List;

/// An event with every delivery it causes: what an append writes.
public record Routed(Event event, ContentHash hash, List<NewDelivery> deliveries) {
  public Routed {
    deliveries = List.copyOf(deliveries);
  }
}
