package dev.posthouse.webhooks;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.webhooks.Verification.Refused;
import dev.posthouse.webhooks.Verification.Verified;
import dev.posthouse.webhooks.body.Json;
import dev.posthouse.webhooks.body.Malformed;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Verifies tokens by the keys that it was handed.
final class JwtVerifier implements Verifier {
  private static final int MOST_CHARACTERS = 16_384;

  private final JwtScheme scheme;
  private final List<WebKey> keys;
  private final List<Integer> places;

  /// @param places of each key, the place of its set
  JwtVerifier(JwtScheme scheme, List<WebKey> keys, List<Integer> places) {
    this.scheme = scheme;
    this.keys = List.copyOf(keys);
    this.places = List.copyOf(places);
  }

  @Override
  public Verification verify(Request request, Instant now) {
    Optional<Refused> refused = Headers.refusal(request, scheme.header());
    if (refused.isPresent()) {
      return refused.get();
    }
    String value = request.header(scheme.header()).orElseThrow();
    String prefix = scheme.prefix();
    if (!value.regionMatches(true, 0, prefix, 0, prefix.length())) {
      return Refused.of(Refusal.MISSING_CREDENTIAL);
    }
    String[] parts = value.substring(prefix.length()).strip().split("\\.", -1);
    if (parts.length != 3 || value.length() > MOST_CHARACTERS) {
      return Refused.of(Refusal.MALFORMED_SIGNATURE);
    }
    try {
      return verify(request, parts, now);
    } catch (Malformed | IllegalArgumentException notAToken) {
      return Refused.of(Refusal.MALFORMED_SIGNATURE);
    }
  }

  private Verification verify(Request request, String[] parts, Instant now) throws Malformed {
    Json head = Json.read(decoded(parts[0]));
    String algorithm = head.textAt("alg");
    boolean critical = head.members().containsKey("crit");
    if (!scheme.algorithms().contains(algorithm) || critical) {
      return Refused.of(Refusal.UNKNOWN_VERSION);
    }
    byte[] signature = decoded(parts[2]);
    byte[] content = (parts[0] + "." + parts[1]).getBytes(US_ASCII);
    String named = head.textAt("kid");
    boolean known = false;
    for (int i = 0; i < keys.size(); i++) {
      WebKey key = keys.get(i);
      if (key.fits(algorithm)
          && (named.isEmpty() || key.id().isEmpty() || key.id().equals(named))) {
        known = true;
        if (key.verifies(algorithm, content, signature)) {
          return claims(request, Json.read(decoded(parts[1])), now, places.get(i));
        }
      }
    }
    return Refused.of(known ? Refusal.MISMATCH : Refusal.UNKNOWN_KEY);
  }

  private Verification claims(Request request, Json claims, Instant now, int place) {
    Optional<Long> expires = seconds(claims, "exp");
    Optional<Long> begins = seconds(claims, "nbf");
    if (expires.isEmpty() || (claims.at("nbf").isPresent() && begins.isEmpty())) {
      return Refused.of(Refusal.MALFORMED_TIMESTAMP);
    }
    long latest = now.minus(scheme.tolerance()).getEpochSecond();
    long soonest = now.plus(scheme.tolerance()).getEpochSecond();
    if (expires.get() <= latest) {
      return Refused.of(Refusal.TOO_OLD);
    } else if (begins.isPresent() && begins.get() > soonest) {
      return Refused.of(Refusal.TOO_NEW);
    }
    boolean issued = scheme.issuer().isEmpty() || claims.textAt("iss").equals(scheme.issuer());
    if (!issued || !isFor(claims)) {
      return new Refused(
          Refusal.WRONG_CREDENTIAL, "The token is of another issuer or for another audience");
    }
    String wanted = scheme.bodyClaim();
    if (!wanted.isEmpty()) {
      byte[] said = claims.textAt(wanted).toLowerCase(Locale.ROOT).getBytes(UTF_8);
      if (!MessageDigest.isEqual(said, Sha256.hex(request.body()).getBytes(UTF_8))) {
        return new Refused(Refusal.MISMATCH, "The claim " + wanted + " is not the body's hash");
      }
    }
    Instant at = seconds(claims, "iat").map(Instant::ofEpochSecond).orElse(Instant.EPOCH);
    String id = claims.textAt("jti");
    return new Verified(SignedContent.isId(id) ? id : "", at, place);
  }

  private boolean isFor(Json claims) {
    String audience = scheme.audience();
    return audience.isEmpty()
        || claims.textAt("aud").equals(audience)
        || claims.itemsAt("aud").stream().anyMatch(one -> one.text().equals(audience));
  }

  /// Numbers may have a fraction (RFC 7519, section 2).
  private static Optional<Long> seconds(Json claims, String name) {
    String text = claims.at(name).filter(JwtVerifier::isNumber).map(Json::text).orElse("");
    return text.matches("[0-9]{1,12}(\\.[0-9]{1,12})?")
        ? Optional.of(Long.parseLong(text.split("\\.", 2)[0]))
        : Optional.empty();
  }

  private static boolean isNumber(Json value) {
    return value.kind() == Json.Kind.NUMBER;
  }

  private static byte[] decoded(String part) {
    return SignatureText.BASE64URL
        .read(part)
        .orElseThrow(() -> new IllegalArgumentException("not base64"));
  }
}
