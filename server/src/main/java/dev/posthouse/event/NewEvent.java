package dev.posthouse.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An event as it was published, before it has an id.
///
/// @param asOf the moment whose state of the subject the data show, by the clock of whoever owns
///   that state: what came in order is then told from what did not. Null where nobody asked for
///   that
public record NewEvent(
    TenantId tenant,
    Origin origin,
    Envelope envelope,
    Payload payload,
    ContentHash hash,
    @Nullable Instant asOf) {
  /// One whose place in time nobody asks for.
  public NewEvent(
      TenantId tenant, Origin origin, Envelope envelope, Payload payload, ContentHash hash) {
    this(tenant, origin, envelope, payload, hash, null);
  }

  /// The same with its data known to be of a version of its type.
  public NewEvent of(int version) {
    return new NewEvent(tenant, origin, envelope, payload.of(version), hash, asOf);
  }

  /// The same, to be held against what is known of its subject at that moment.
  public NewEvent asOf(Instant moment) {
    return new NewEvent(tenant, origin, envelope, payload, hash, moment);
  }

  public String type() {
    return envelope.type();
  }
}
