package dev.posthouse.event;

import java.time.Instant;

/// An immutable fact: what was published, when it was accepted, and the number of the route table
/// that routed it.
public record Event(
    EventId id,
    TenantId tenant,
    Origin origin,
    Envelope envelope,
    Payload payload,
    Instant accepted,
    long routeTable) {
  /// The same with other data.
  public Event with(Payload other) {
    return new Event(id, tenant, origin, envelope, other, accepted, routeTable);
  }

  public String type() {
    return envelope.type();
  }
}
