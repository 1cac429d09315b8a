package dev.posthouse.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.access.Secret;
import dev.posthouse.event.Header;
import dev.posthouse.net.Inquiry;
import dev.posthouse.net.Trust;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The request for a token.
///
/// @param refresh the refresh token to show now; only for that grant
/// @param ids gives a `jti` that was never used before
record TokenRequest(
    TokenSource source, Optional<Secret> refresh, Instant now, Supplier<String> ids) {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
  private static final String CLIENT_JWT = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  Inquiry inquiry() {
    var form = new LinkedHashMap<String, String>();
    addGrant(form);
    if (!source.scope().isEmpty()) {
      form.put("scope", source.scope());
    }
    form.putAll(source.parameters());
    var headers = new ArrayList<Header>(List.of(new Header("Content-Type", FORM)));
    addClient(form, headers);
    var trust = new Trust(true, source.ca());
    return new Inquiry(
        "POST", source.url(), headers, encoded(form), trust, TIMEOUT, source.allowedIps());
  }

  private void addGrant(Map<String, String> form) {
    switch (source.grant()) {
      case TokenSource.Grant.ClientCredentials c -> form.put("grant_type", "client_credentials");
      case TokenSource.Grant.RefreshToken r -> {
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", refresh.orElse(r.first()).reveal());
      }
      case TokenSource.Grant.JwtBearer bearer -> {
        form.put("grant_type", JWT_BEARER);
        form.put("assertion", signed(bearer.assertion()));
      }
    }
  }

  private void addClient(Map<String, String> form, List<Header> headers) {
    switch (source.client()) {
      case ClientProof.None none -> {
        if (!none.id().isEmpty()) {
          form.put("client_id", none.id());
        }
      }
      case ClientProof.Basic basic -> headers.add(new Header("Authorization", basic(basic)));
      case ClientProof.Post post -> {
        form.put("client_id", post.id());
        form.put("client_secret", post.secret().reveal());
      }
      case ClientProof.PrivateKey key -> {
        form.put("client_id", key.id());
        form.put("client_assertion_type", CLIENT_JWT);
        form.put("client_assertion", signed(proof(key)));
      }
    }
  }

  private Assertion proof(ClientProof.PrivateKey key) {
    return new Assertion(
        key.key(),
        key.keyId(),
        key.id(),
        key.id(),
        source.url().toString(),
        Assertion.USUAL_LIFETIME,
        Map.of());
  }

  private String signed(Assertion assertion) {
    return assertion.sign(SigningKey.parse(assertion.privateKey()), ids.get(), now);
  }

  /// RFC 6749, section 2.3.1: both are encoded as in a form first.
  private static String basic(ClientProof.Basic client) {
    String pair = encode(client.id()) + ":" + encode(client.secret().reveal());
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }

  private static byte[] encoded(Map<String, String> form) {
    return form.entrySet().stream()
        .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
        .collect(Collectors.joining("&"))
        .getBytes(UTF_8);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
