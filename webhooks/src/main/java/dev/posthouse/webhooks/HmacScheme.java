package dev.posthouse.webhooks;

import dev.posthouse.webhooks.Template.Kind;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A shared secret signs what is sent, and the signature stands in a header: the scheme of most
/// providers. Begin with [#in(String, String)] and change what differs.
///
/// ```java
/// HmacScheme slack =
///     HmacScheme.in("X-Slack-Signature", "v0={signature}")
///         .over("v0:{timestamp}:{body}", SignedTime.in("X-Slack-Request-Timestamp", SECONDS));
/// ```
///
/// @param header the name of the signature's header
/// @param form of that header's value: one entry such as `sha256={signature}`, or several with
///   commas between, such as `t={timestamp},v1={signature}`
/// @param content what is signed, byte for byte: text, `{body}`, `{timestamp}`, `{id}`, `{method}`,
///   `{url}` (see [Request#url()]), `{url:decoded}` (decoded are only `: / ? @ ! $ ' ( ) * , ;`),
///   `{path}` with the query, and `{header:Name}`. See also [HmacFormat], which signs alike
/// @param idHeader where the id of the message stands; empty if none is signed
/// @param conditions headers that must have one of these values, the empty text standing for no
///   such header; otherwise the message is of another version. A sender sets the first
public record HmacScheme(
    String header,
    String form,
    Digest digest,
    SignatureText text,
    String content,
    SecretText secret,
    SignedTime time,
    String idHeader,
    Map<String, List<String>> conditions)
    implements Scheme {

  /// @throws IllegalArgumentException if the form or the content cannot be read, or something is
  ///   signed of which is not said where it stands
  public HmacScheme {
    SignatureHeader value = SignatureHeader.parse(form);
    Template signed = Template.parse(content);
    conditions = Collections.unmodifiableMap(new LinkedHashMap<>(conditions));
    if (signed.has(Kind.SIGNATURE)) {
      throw new IllegalArgumentException("The signed content cannot hold the {signature} itself");
    }
    if (signed.has(Kind.ID) == idHeader.isEmpty()) {
      throw new IllegalArgumentException(
          "Sign an {id} and say in which header it stands, or neither");
    }
    int places = (value.has(Kind.TIMESTAMP) ? 1 : 0) + (time.header().isEmpty() ? 0 : 1);
    if (places != (signed.has(Kind.TIMESTAMP) ? 1 : 0)) {
      throw new IllegalArgumentException(
          "Sign a {timestamp} and say where it stands, either in a header or in the form of the"
              + " signature's header; or do neither");
    }
  }

  /// HMAC-SHA256 in hexadecimal digits over the body, with the secret's text as it stands. If the
  /// form holds a `{timestamp}`, it is of seconds, has the tolerance of five minutes both ways, and
  /// is signed as `{timestamp}.{body}`.
  public static HmacScheme in(String header, String form) {
    boolean timed = SignatureHeader.parse(form).has(Kind.TIMESTAMP);
    return new HmacScheme(
        header,
        form,
        Digest.HMAC_SHA256,
        SignatureText.HEX,
        timed ? "{timestamp}.{body}" : "{body}",
        SecretText.UTF8,
        timed ? SignedTime.inSignature(SignedTime.Unit.SECONDS) : SignedTime.NONE,
        "",
        Map.of());
  }

  /// The same with another digest.
  public HmacScheme with(Digest digest) {
    return new HmacScheme(header, form, digest, text, content, secret, time, idHeader, conditions);
  }

  /// The same with signatures written in another way.
  public HmacScheme with(SignatureText text) {
    return new HmacScheme(header, form, digest, text, content, secret, time, idHeader, conditions);
  }

  /// The same with secrets written in another way.
  public HmacScheme with(SecretText secret) {
    return new HmacScheme(header, form, digest, text, content, secret, time, idHeader, conditions);
  }

  /// The same over another content without a time.
  public HmacScheme over(String content) {
    return new HmacScheme(
        header, form, digest, text, content, secret, SignedTime.NONE, "", conditions);
  }

  /// The same over a content with a time.
  public HmacScheme over(String content, SignedTime time) {
    return new HmacScheme(header, form, digest, text, content, secret, time, "", conditions);
  }

  /// The same over a content with a time and the id of the message.
  public HmacScheme over(String content, SignedTime time, String idHeader) {
    return new HmacScheme(header, form, digest, text, content, secret, time, idHeader, conditions);
  }

  /// The same, for messages of which this header has one of these values; the empty text stands for
  /// no such header.
  public HmacScheme when(String header, String... values) {
    Map<String, List<String>> more = new LinkedHashMap<>(conditions);
    more.put(header, List.of(values));
    return new HmacScheme(this.header, form, digest, text, content, secret, time, idHeader, more);
  }

  @Override
  public Verifier verifier(List<String> secrets) {
    return new HmacVerifier(this, keys(secrets));
  }

  private List<Digest.Keyed> keys(List<String> secrets) {
    return Scheme.checked(secrets).stream().map(one -> digest.keyed(secret.decode(one))).toList();
  }

  @Override
  public Map<String, String> sign(Request request, String secret, String id, Instant at) {
    if (!idHeader.isEmpty() && !SignedContent.isId(id)) {
      throw new IllegalArgumentException(
          "The message id cannot be signed. Use visible ASCII characters without a full stop");
    }
    Map<String, String> headers = new LinkedHashMap<>();
    conditions.forEach((name, values) -> headers.put(name, values.get(0)));
    headers.values().removeIf(String::isEmpty);
    String timestamp = time.unit().write(at);
    if (!time.header().isEmpty()) {
      headers.put(time.header(), timestamp);
    }
    if (!idHeader.isEmpty()) {
      headers.put(idHeader, id);
    }
    byte[] signature =
        keys(List.of(secret)).get(0).of(SignedParts.of(content, request, timestamp, id));
    headers.put(header, SignatureHeader.parse(form).write(timestamp, text.write(signature)));
    return headers;
  }
}
