package dev.posthouse.event;

/// An event as it was published, before it has an id.
public record NewEvent(
    TenantId tenant, Origin origin, Envelope envelope, Payload payload, ContentHash hash) {
  /// The same with its data known to be of a version of its type.
  public NewEvent of(int version) {
    return new NewEvent(tenant, origin, envelope, payload.of(version), hash);
  }

  public String type() {
    return envelope.type();
  }
}
