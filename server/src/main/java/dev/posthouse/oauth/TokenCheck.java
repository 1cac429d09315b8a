package dev.posthouse.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import dev.posthouse.json.Json;
import dev.posthouse.json.Malformed;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Judges a bearer token (RFC 7519, RFC 9068, and the advice of RFC 8725): the algorithm is one of
/// those that are set, the key one that the issuer publishes, the signature right, and the claims
/// say that it is for us and for now.
final class TokenCheck {
  /// `typ`, if there is one; others are not for showing here (`logout+jwt`, `dpop+jwt`).
  private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/at+jwt");

  private final Issuer issuer;
  private final IssuerKeys keys;
  private final InstantSource clock;

  TokenCheck(Issuer issuer, IssuerKeys keys, InstantSource clock) {
    this.issuer = issuer;
    this.keys = keys;
    this.clock = clock;
  }

  Checked check(String token) throws InterruptedException {
    JWSObject signed;
    JsonNode claims;
    try {
      signed = JWSObject.parse(token);
      claims = Json.parse(signed.getPayload().toBytes());
    } catch (ParseException | IllegalArgumentException | Malformed e) {
      return new Checked.Bad("it is not a signed JWT");
    }
    String wrong = wrong(signed.getHeader());
    if (!wrong.isEmpty()) {
      return new Checked.Bad(wrong);
    }
    // before any key is looked for: nobody makes us ask the issuer with a token of somebody else
    if (!claims.path("iss").asString("").equals(issuer.name())) {
      return new Checked.Bad("its issuer is another one");
    }
    return switch (keys.find(signed.getHeader())) {
      case IssuerKeys.Found.Away away -> new Checked.Undecided();
      case IssuerKeys.Found.Keys found -> verified(signed, claims, found);
    };
  }

  private Checked verified(JWSObject signed, JsonNode claims, IssuerKeys.Found.Keys found) {
    if (found.keys().isEmpty()) {
      return new Checked.Bad("its key (kid) is none of the issuer's");
    }
    if (found.keys().stream().noneMatch(key -> verifies(signed, key))) {
      return new Checked.Bad("its signature is wrong");
    }
    var times = new Times(claims, issuer.leeway());
    String wrong = new Claims(claims, issuer).wrong();
    if (wrong.isEmpty()) {
      wrong = times.wrong(clock.instant());
    }
    return wrong.isEmpty()
        ? new Checked.Good(claims, times.end(), found.set())
        : new Checked.Bad(wrong);
  }

  /// Empty if nothing is.
  private String wrong(JWSHeader header) {
    if (!issuer.algorithms().contains(header.getAlgorithm())) {
      return "its algorithm is not accepted here";
    }
    if (header.getCriticalParams() != null || !header.isBase64URLEncodePayload()) {
      return "it asks for an extension (crit)";
    }
    String type = header.getType() == null ? "jwt" : header.getType().getType();
    return TYPES.contains(type.toLowerCase(Locale.ROOT)) ? "" : "its type (typ) is another one";
  }

  private static boolean verifies(JWSObject signed, JWK key) {
    try {
      return switch (key) {
        case RSAKey rsa -> signed.verify(new RSASSAVerifier(rsa));
        case ECKey ec -> signed.verify(new ECDSAVerifier(ec));
        case OctetKeyPair pair when pair.getCurve().equals(Curve.Ed25519) ->
            Ed25519.verify(pair.getX(), signed.getSigningInput(), signed.getSignature());
        default -> false;
      };
    } catch (JOSEException e) {
      return false; // a key that does not go with the algorithm
    }
  }

  /// Whom a token is for and whose it is.
  private record Claims(JsonNode claims, Issuer issuer) {
    String wrong() {
      if (audiences().stream().noneMatch(issuer.audiences()::contains)) {
        return "it is not meant for this server (aud)";
      }
      // RFC 7800: whoever shows it would have to prove that the key is theirs
      return claims.has("cnf") ? "it is bound to a key (cnf), so it is no bearer token" : "";
    }

    private List<String> audiences() {
      JsonNode audience = claims.path("aud");
      return audience.isArray()
          ? audience.valueStream().filter(JsonNode::isString).map(JsonNode::stringValue).toList()
          : List.of(audience.asString(""));
    }
  }
}
