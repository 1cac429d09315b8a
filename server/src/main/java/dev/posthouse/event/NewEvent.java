package dev.posthouse.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An event as it was published, before it has an id.
///
/// @param asOf the moment whose state of the subject the data show, by the clock of whoever owns
///   that state: what came in order is then told from what did not. Null where nobody asked for
///   that
/// @param dated whether whoever published it said when it happened
public record NewEvent(
    TenantId tenant,
    Origin origin,
    Envelope envelope,
    Payload payload,
    ContentHash hash,
    @Nullable Instant asOf,
    boolean dated) {
  /// One whose place in time nobody asks for.
  public NewEvent(
      TenantId tenant, Origin origin, Envelope envelope, Payload payload, ContentHash hash) {
    this(tenant, origin, envelope, payload, hash, null, false);
  }

  /// One that came with a time of its own.
  public NewEvent withItsTime() {
    return new NewEvent(tenant, origin, envelope, payload, hash, asOf, true);
  }

  /// The moment whose state of its subject it shows, as far as anybody said.
  public @Nullable Instant shows() {
    return asOf == null && dated ? envelope.time() : asOf;
  }

  /// The same with its data known to be of a version of its type.
  public NewEvent of(int version) {
    return new NewEvent(tenant, origin, envelope, payload.of(version), hash, asOf, dated);
  }

  /// The same, of another tenant.
  public NewEvent of(TenantId other) {
    return new NewEvent(other, origin, envelope, payload, hash, asOf, dated);
  }

  /// The same, to be held against what is known of its subject at that moment.
  public NewEvent asOf(Instant moment) {
    return new NewEvent(tenant, origin, envelope, payload, hash, moment, dated);
  }

  public String type() {
    return envelope.type();
  }
}
