package dev.posthouse.webhooks;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// HTTP Message Signatures (RFC 9421), with the body covered through its digest (RFC 9530). Secrets
/// are `whsec_…` (`hmac-sha256`) or `whpk_…` (`ed25519`), to sign with `whsec_…` or `whsk_…`.
///
/// @param required what a signature must cover to be believed, whatever else it covers
/// @param tolerance how far the time that it was made may lie from now, both ways and inclusive
public record MessageScheme(List<Component> required, Duration tolerance) implements Scheme {
  /// Where a message goes, and its body.
  public static final MessageScheme USUAL =
      new MessageScheme(
          Stream.of("@method", "@authority", "@path", "content-digest")
              .map(Component::parse)
              .toList(),
          Verifier.DEFAULT_TOLERANCE);

  private static final String DIGEST = "content-digest";

  /// @throws IllegalArgumentException if the body need not be covered, or the tolerance is negative
  public MessageScheme {
    required = List.copyOf(required);
    if (required.stream().noneMatch(component -> component.name().equals(DIGEST))) {
      throw new IllegalArgumentException(
          "A signature must cover content-digest, or the body could be any");
    }
    if (tolerance.isNegative()) {
      throw new IllegalArgumentException("A tolerance is negative. Use 0 seconds or more");
    }
  }

  @Override
  public Verifier verifier(List<String> secrets) {
    List<VerifyingKey> keys =
        Scheme.checked(secrets).stream()
            .map(secret -> VerifyingKey.parse(StandardScheme.prefixed(secret)))
            .toList();
    return new MessageVerifier(this, keys);
  }

  @Override
  public Map<String, String> sign(Request request, String secret, String id, Instant at) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(DIGEST, ContentDigest.sha256(List.of(request.body())));
    Map<String, List<String>> fields = new LinkedHashMap<>(request.headers());
    fields.put(DIGEST, List.of(headers.get(DIGEST)));
    RequestHead head = new RequestHead(request.method(), URI.create(request.url()), fields);
    SigningSecret key = SigningSecret.parse(StandardScheme.prefixed(secret));
    MessageSigner.Signed signed =
        MessageSigner.of(List.of(key), new ArrayList<>(required)).sign(head, at.getEpochSecond());
    headers.put("signature-input", signed.input());
    headers.put("signature", signed.signature());
    return headers;
  }
}
