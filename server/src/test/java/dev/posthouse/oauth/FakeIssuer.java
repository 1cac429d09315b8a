package dev.posthouse.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.posthouse.json.Json;
import dev.posthouse.net.Inquiries;
import dev.posthouse.net.Inquiry;
import dev.posthouse.net.Reply;
import dev.posthouse.net.Trust;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// An issuer that lies and fails on command, and counts how often it is asked.
final class FakeIssuer implements Inquiries {
  static final String NAME = "https://login.test/realms/erp";
  static final String AUDIENCE = "posthouse";
  static final RSAKey FIRST = rsa("first", 2048);
  static final RSAKey SECOND = rsa("second", 2048);

  final List<String> asked = new ArrayList<>();
  List<JWK> keys = List.of(FIRST);
  String namesItself = NAME;
  String keySet = "https://login.test/keys";
  boolean away;

  static Issuer issuer(ClaimRules rules) {
    return new Issuer(
        NAME,
        List.of(AUDIENCE, "another-name-of-us"),
        Issuer.USUAL_ALGORITHMS,
        Duration.ofSeconds(60),
        Trust.DEFAULT,
        rules);
  }

  static ClaimRules plainRules() {
    return new ClaimRules("", Map.of(), "default", "roles", Map.of());
  }

  static RSAKey rsa(String id, int bits) {
    try {
      return new RSAKeyGenerator(bits, true).keyID(id).generate();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public Reply ask(Inquiry inquiry) throws IOException {
    asked.add(inquiry.url().toString());
    if (away) {
      throw new IOException("nobody is at home");
    }
    return inquiry.url().getPath().endsWith("/.well-known/openid-configuration")
        ? reply(Json.object().put("issuer", namesItself).put("jwks_uri", keySet))
        : new Reply(200, new JWKSet(keys).toString().getBytes(UTF_8));
  }

  private static Reply reply(ObjectNode json) {
    return new Reply(200, Json.bytes(json));
  }

  /// Good claims of one that may read, for a while.
  static ObjectNode claims(Instant now) {
    ObjectNode claims =
        Json.object()
            .put("iss", NAME)
            .put("sub", "anna")
            .put("aud", AUDIENCE)
            .put("iat", now.getEpochSecond())
            .put("exp", now.plusSeconds(300).getEpochSecond());
    claims.putArray("roles").add("read").add("something-of-others");
    return claims;
  }

  static String token(RSAKey key, ObjectNode claims) {
    return token(
        new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(), key, claims);
  }

  static String token(JWSHeader header, RSAKey key, ObjectNode claims) {
    try {
      return signed(header, new RSASSASigner(key, Set.of()), Json.text(claims));
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  static String signed(JWSHeader header, JWSSigner signer, String claims) throws JOSEException {
    var token = new JWSObject(header, new Payload(claims));
    token.sign(signer);
    return token.serialize();
  }
}
