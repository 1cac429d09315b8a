package dev.posthouse.webhooks;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.webhooks.body.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A signed token (JWS, RFC 7515; JWT, RFC 7519) in a header. Secrets are the vendor's public keys:
/// JSON Web Key sets as their address answers them, or single keys (RFC 7517); to sign, a single
/// private key. Fetching them is up to the receiver.
///
/// Proves nothing of the body, unless the token has a hash of it: see `bodyClaim`.
///
/// @param header where the token stands
/// @param prefix what stands before it, such as `Bearer ` with its space, in any case
/// @param algorithms that are accepted; never those that a message asks for
/// @param issuer what `iss` must be; empty: anything
/// @param audience what `aud` must be or hold; empty: anything
/// @param bodyClaim the claim that holds the SHA-256 of the body in hexadecimal digits; empty: none
/// @param tolerance by how much clocks may differ
public record JwtScheme(
    String header,
    String prefix,
    List<String> algorithms,
    String issuer,
    String audience,
    String bodyClaim,
    Duration tolerance)
    implements Scheme {
  /// The signature algorithms that can be accepted (RFC 7518, section 3.1; RFC 8037).
  public static final List<String> ALGORITHMS =
      List.of(
          "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA", "HS256",
          "HS384", "HS512");

  /// Those of public keys that everybody uses.
  public static final List<String> USUAL = List.of("RS256", "ES256", "EdDSA");

  private static final Duration LIFE = Duration.ofMinutes(5);

  /// @throws IllegalArgumentException if no algorithm is accepted, one is not known, or public and
  ///   shared keys would be accepted at once
  public JwtScheme {
    algorithms = List.copyOf(algorithms);
    if (algorithms.isEmpty() || !ALGORITHMS.containsAll(algorithms)) {
      throw new IllegalArgumentException(
          "Name the algorithms that are accepted, of " + String.join(", ", ALGORITHMS));
    }
    boolean shared = algorithms.stream().anyMatch(name -> name.startsWith("HS"));
    if (shared && !algorithms.stream().allMatch(name -> name.startsWith("HS"))) {
      throw new IllegalArgumentException(
          "Algorithms of shared keys (HS…) and of public keys are not accepted at once");
    }
    if (header.isEmpty() || tolerance.isNegative()) {
      throw new IllegalArgumentException(
          "Say in which header the token stands, and a tolerance of 0 seconds or more");
    }
  }

  /// In the header `Authorization`, after `Bearer `, with the usual algorithms.
  public static JwtScheme bearer(String issuer, String audience) {
    return new JwtScheme(
        "Authorization", "Bearer ", USUAL, issuer, audience, "", Verifier.DEFAULT_TOLERANCE);
  }

  /// @param secrets key sets; those of several vendors' addresses, or several that were fetched one
  ///   after the other, count together
  @Override
  public Verifier verifier(List<String> secrets) {
    List<WebKey> keys = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    List<String> checked = Scheme.checked(secrets);
    for (int i = 0; i < checked.size(); i++) {
      for (WebKey key : WebKey.set(checked.get(i))) {
        keys.add(key);
        places.add(i);
      }
    }
    return new JwtVerifier(this, keys, places);
  }

  /// The token has `iss`, `aud` and the body's hash as the scheme wants them, and lasts five
  /// minutes.
  @Override
  public Map<String, String> sign(Request request, String secret, String id, Instant at) {
    WebKey key = WebKey.set(Scheme.checked(List.of(secret)).get(0)).get(0);
    String algorithm =
        algorithms.stream()
            .filter(key::fits)
            .findFirst()
            .orElseThrow(() ->
                new IllegalArgumentException("The key is of none of the scheme's algorithms"));
    Map<String, String> claims = new LinkedHashMap<>();
    claims.put("iss", quoted(issuer));
    claims.put("aud", quoted(audience));
    claims.put("jti", quoted(id));
    if (!bodyClaim.isEmpty()) {
      claims.put(bodyClaim, quoted(Sha256.hex(request.body())));
    }
    claims.values().removeIf(String::isEmpty);
    claims.put("iat", Long.toString(at.getEpochSecond()));
    claims.put("exp", Long.toString(at.plus(LIFE).getEpochSecond()));
    Map<String, String> head = new LinkedHashMap<>();
    head.put("alg", quoted(algorithm));
    head.put("kid", quoted(key.id()));
    head.values().removeIf(String::isEmpty);
    String content = encoded(head) + "." + encoded(claims);
    byte[] signature = key.sign(algorithm, content.getBytes(US_ASCII));
    String token =
        content + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    return Map.of(header, prefix + token);
  }

  private static String quoted(String text) {
    return text.isEmpty() ? "" : Json.quoted(text);
  }

  private static String encoded(Map<String, String> members) {
    List<String> all = new ArrayList<>();
    members.forEach((name, value) -> all.add(Json.quoted(name) + ":" + value));
    byte[] json = ("{" + String.join(",", all) + "}").getBytes(UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json);
  }
}
