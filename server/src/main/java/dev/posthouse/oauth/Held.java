package dev.posthouse.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.access.Secret;
import dev.posthouse.event.Sha256;
import dev.posthouse.json.Json;
import dev.posthouse.store.Micros;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The tokens of one endpoint, as they are stored.
///
/// @param of the source they came from, as a hash
/// @param seed the refresh token that their chain began with, as a hash
/// @param refresh to be shown for the next; empty: the first one, or none
record Held(
    String of,
    String seed,
    Secret access,
    Instant until,
    Duration lifetime,
    Optional<Secret> refresh) {
  /// Before its end a token is renewed in the background: this share of its life, at most so long.
  private static final int SHARE = 4;

  private static final Duration AHEAD = Duration.ofSeconds(60);

  static Held of(TokenSource source, TokenAnswer answer, Optional<Secret> shown, Instant now) {
    return new Held(
        hash(source),
        seed(source),
        answer.access(),
        now.plus(answer.lifetime()),
        answer.lifetime(),
        source.grant() instanceof TokenSource.Grant.RefreshToken
            ? answer.refresh().or(() -> shown)
            : Optional.empty());
  }

  boolean good(TokenSource source, Instant now) {
    return now.isBefore(until) && of.equals(hash(source));
  }

  boolean endsSoon(Instant now) {
    Duration share = lifetime.dividedBy(SHARE);
    return !now.isBefore(until.minus(share.compareTo(AHEAD) < 0 ? share : AHEAD));
  }

  /// The refresh token to show, if this is of the chain that the source began.
  Optional<Secret> refresh(TokenSource source) {
    return seed.equals(seed(source)) ? refresh : Optional.empty();
  }

  String serialise() {
    ObjectNode json = Json.object().put("of", of).put("seed", seed).put("access", access.reveal());
    json.put("until", Micros.of(until)).put("lifetime", lifetime.toSeconds());
    refresh.ifPresent(token -> json.put("refresh", token.reveal()));
    return Json.text(json);
  }

  static Held parse(String text) {
    JsonNode json = Json.parse(text.getBytes(UTF_8));
    return new Held(
        json.path("of").stringValue(),
        json.path("seed").stringValue(),
        new Secret(json.path("access").stringValue()),
        Micros.instant(json.path("until").longValue()),
        Duration.ofSeconds(json.path("lifetime").longValue()),
        json.path("refresh").stringValueOpt().map(Secret::new));
  }

  private static String seed(TokenSource source) {
    ObjectNode json = Json.object().put("url", source.url().toString());
    put(json, source.client(), false);
    return source.grant() instanceof TokenSource.Grant.RefreshToken r
        ? sha256(json.put("first", r.first().reveal()))
        : "";
  }

  private static String hash(TokenSource source) {
    ObjectNode json =
        Json.object()
            .put("url", source.url().toString())
            .put("scope", source.scope())
            .put("ca", source.ca().orElse(""))
            .put("grant", source.grant().getClass().getSimpleName());
    ObjectNode more = json.putObject("parameters");
    source.parameters().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(e -> more.put(e.getKey(), e.getValue()));
    put(json, source.client(), true);
    switch (source.grant()) {
      case TokenSource.Grant.ClientCredentials c -> {}
      case TokenSource.Grant.RefreshToken r -> json.put("first", r.first().reveal());
      case TokenSource.Grant.JwtBearer bearer -> put(json, bearer.assertion());
    }
    return sha256(json);
  }

  private static void put(ObjectNode json, Assertion assertion) {
    json.put("key", assertion.privateKey().reveal())
        .put("keyId", assertion.keyId())
        .put("iss", assertion.issuer())
        .put("sub", assertion.subject())
        .put("aud", assertion.audience())
        .put("lifetime", assertion.lifetime().toString());
    ObjectNode claims = json.putObject("claims");
    assertion.claims().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(e -> claims.put(e.getKey(), e.getValue()));
  }

  private static void put(ObjectNode json, ClientProof client, boolean secrets) {
    String secret = "";
    String id = "";
    switch (client) {
      case ClientProof.None none -> id = none.id();
      case ClientProof.Basic basic -> {
        id = basic.id();
        secret = "basic " + basic.secret().reveal();
      }
      case ClientProof.Post post -> {
        id = post.id();
        secret = "post " + post.secret().reveal();
      }
      case ClientProof.PrivateKey key -> {
        id = key.id();
        secret = key.keyId() + " " + key.key().reveal();
      }
    }
    json.put("client", id);
    if (secrets) {
      json.put("secret", secret);
    }
  }

  private static String sha256(ObjectNode json) {
    return Base64.getEncoder().encodeToString(Sha256.of(Json.bytes(json)));
  }
}
