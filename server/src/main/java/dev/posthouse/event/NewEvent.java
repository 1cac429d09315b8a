package dev.posthouse.event;

/// An event as it was published, before it has an id.
public record NewEvent(
    TenantId tenant, Origin origin, Envelope envelope, Payload payload, ContentHash hash) {
  public String type() {
    return envelope.type();
  }
}
