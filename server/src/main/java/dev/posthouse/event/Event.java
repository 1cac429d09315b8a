package dev.posthouse.event;

import java.time.Instant;

/// An immutable fact: what was published, when it was accepted, and the number of the route table
/// that routed it.
///
/// @param decisions what was decided about it when it was stored
public record Event(
    EventId id,
    TenantId tenant,
    Origin origin,
    Envelope envelope,
    Payload payload,
    Instant accepted,
    long routeTable,
    Decisions decisions) {
  /// One about which nothing was to be decided, or not yet.
  public Event(
      EventId id,
      TenantId tenant,
      Origin origin,
      Envelope envelope,
      Payload payload,
      Instant accepted,
      long routeTable) {
    this(id, tenant, origin, envelope, payload, accepted, routeTable, Decisions.NONE);
  }

  /// The same with other data.
  public Event with(Payload other) {
    return new Event(id, tenant, origin, envelope, other, accepted, routeTable, decisions);
  }

  public Event with(Decisions made) {
    return new Event(id, tenant, origin, envelope, payload, accepted, routeTable, made);
  }

  /// Of its data and headers, in bytes.
  public long size() {
    return payload.size() + envelope.headerSize();
  }

  public String type() {
    return envelope.type();
  }
}
