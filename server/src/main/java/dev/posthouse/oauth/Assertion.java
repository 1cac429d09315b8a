package dev.posthouse.oauth;

import dev.posthouse.access.Secret;
import dev.posthouse.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// A short-lived token that we sign ourselves (RFC 7519, and RFC 7523 where it is shown to an
/// authorization server).
///
/// @param keyId its `kid`, empty for none
/// @param subject empty: the issuer
/// @param claims further ones, as they are
public record Assertion(
    Secret privateKey,
    String keyId,
    String issuer,
    String subject,
    String audience,
    Duration lifetime,
    Map<String, String> claims) {
  public static final Duration USUAL_LIFETIME = Duration.ofSeconds(60);
  public static final Duration LONGEST_LIFETIME = Duration.ofMinutes(10);

  public Assertion {
    claims = Map.copyOf(claims);
  }

  /// @param id a `jti` that was never used before
  String sign(SigningKey key, String id, Instant now) {
    ObjectNode token = Json.object();
    claims.forEach(token::put);
    token.put("iss", issuer);
    token.put("sub", subject.isEmpty() ? issuer : subject);
    token.put("aud", audience);
    token.put("iat", now.getEpochSecond());
    token.put("exp", now.plus(lifetime).getEpochSecond());
    token.put("jti", id);
    return key.sign(keyId, token);
  }
}
