package dev.posthouse.config;

import dev.posthouse.access.Secret;
import dev.posthouse.webhooks.Component;
import dev.posthouse.webhooks.HmacFormat;
import java.time.Instant;
import java.util.List;

/// How deliveries of an endpoint are signed. All `keys` that are live sign; the first is the
/// newest.
///
/// @param form what the signature looks like
public record Signing(Scheme scheme, List<Key> keys, Form form) {
  public Signing {
    keys = List.copyOf(keys);
  }

  /// As Standard Webhooks say, or not at all.
  public Signing(Scheme scheme, List<Key> keys) {
    this(scheme, keys, new Form.Standard());
  }

  /// What a key is for; keys of different schemes are no use to each other.
  public enum Scheme {
    V1,
    V1A,
    /// RFC 9421 with `ed25519`.
    MESSAGE,
    /// RFC 9421 with `hmac-sha256`.
    MESSAGE_HMAC,
    /// An HMAC in a header of the receiver's own form. The newest key alone signs.
    HMAC,
    NONE;

    /// Whether receivers verify with a public key.
    public boolean hasPublicKey() {
      return this == V1A || this == MESSAGE;
    }
  }

  /// What a signature looks like.
  public sealed interface Form {
    /// The header `webhook-signature`.
    record Standard() implements Form {}

    /// The headers of RFC 9421.
    record Message(List<Component> covered) implements Form {
      public Message {
        covered = List.copyOf(covered);
      }
    }

    /// A header of the receiver's own form.
    ///
    /// @param timestampHeader carries the time that is signed; empty for none
    record Custom(
        String header,
        HmacFormat format,
        String timestampHeader,
        TimestampUnit unit,
        SecretEncoding secretEncoding)
        implements Form {}
  }

  /// What a timestamp counts since 1970.
  public enum TimestampUnit {
    SECONDS,
    MILLISECONDS;

    public String of(Instant time) {
      return Long.toString(this == SECONDS ? time.getEpochSecond() : time.toEpochMilli());
    }
  }

  /// How the text of a secret becomes the bytes of a key.
  public enum SecretEncoding {
    TEXT,
    HEX,
    BASE64
  }

  /// Whether the signature covers the header of this name, in small letters.
  boolean covers(String header) {
    return form instanceof Form.Message message
        && message.covered().stream().anyMatch(component -> component.name().equals(header));
  }

  /// The same with other keys.
  Signing with(List<Key> others) {
    return new Signing(scheme, others, form);
  }

  /// A signing secret in its serialised form (`whsec_…`, `whsk_…`; of a receiver's own form, any
  /// text) and until when it signs (`Instant.MAX`: until replaced).
  public record Key(Secret secret, Instant until) {}
}
