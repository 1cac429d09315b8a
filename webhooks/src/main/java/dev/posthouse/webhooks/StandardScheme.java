package dev.posthouse.webhooks;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Standard Webhooks 1.0.0: id, time and body signed with HMAC-SHA256 (`v1`) or Ed25519 (`v1a`).
/// Also that of Svix, whose headers have another name. Secrets are `whsec_…` (the prefix may be
/// left out) or `whpk_…`, to sign with `whsec_…` or `whsk_…`.
///
/// @param names the headers to look for; those of the first in the list of which any is there are
///   used. A sender sends the first
/// @param tolerance how far the attempt's time may lie from now, both ways and inclusive
public record StandardScheme(List<HeaderNames> names, Duration tolerance) implements Scheme {
  /// The headers and the tolerance of the standard.
  public static final StandardScheme STANDARD =
      new StandardScheme(List.of(HeaderNames.STANDARD), Verifier.DEFAULT_TOLERANCE);

  /// The headers of Svix, or those of the standard, which it accepts too.
  public static final StandardScheme SVIX =
      new StandardScheme(
          List.of(HeaderNames.SVIX, HeaderNames.STANDARD), Verifier.DEFAULT_TOLERANCE);

  /// @throws IllegalArgumentException if there are no names or the tolerance is negative
  public StandardScheme {
    names = List.copyOf(names);
    if (names.isEmpty() || tolerance.isNegative()) {
      throw new IllegalArgumentException(
          "Standard Webhooks needs names of headers, and a tolerance of 0 seconds or more");
    }
  }

  @Override
  public StandardVerifier verifier(List<String> secrets) {
    List<VerifyingKey> keys =
        Scheme.checked(secrets).stream()
            .map(secret -> VerifyingKey.parse(prefixed(secret)))
            .toList();
    return new StandardVerifier(keys, tolerance, names);
  }

  @Override
  public Map<String, String> sign(Request request, String secret, String id, Instant at) {
    SigningSecret key = SigningSecret.parse(prefixed(secret));
    HeaderNames used = names.get(0);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(used.id(), id);
    headers.put(used.timestamp(), Long.toString(at.getEpochSecond()));
    headers.put(used.signature(), Signer.of(key).sign(id, at.getEpochSecond(), request.body()));
    return headers;
  }

  static String prefixed(String secret) {
    boolean whole =
        secret.startsWith(SymmetricSecret.PREFIX)
            || secret.startsWith(Ed25519PublicKey.PREFIX)
            || secret.startsWith(Ed25519SecretKey.PREFIX);
    return whole ? secret : SymmetricSecret.PREFIX + secret;
  }
}
