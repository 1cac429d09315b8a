package dev.posthouse.shopify;

import dev.posthouse.access.Secret;
import dev.posthouse.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// What a shop gave us to come back with.
///
/// @param ends when the access token ends; far away where it never does
/// @param refresh what another one is had for
record Token(Secret access, Instant ends, Optional<Secret> refresh) {
  /// Of a token that does not end.
  static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");

  /// How long before its end a token is renewed.
  private static final Duration EARLY = Duration.ofMinutes(5);

  boolean isOld(Instant now) {
    return !now.plus(EARLY).isBefore(ends);
  }

  String serialise() {
    var json = Json.object().put("access", access.reveal()).put("ends", ends.toString());
    refresh.ifPresent(secret -> json.put("refresh", secret.reveal()));
    return Json.text(json);
  }

  static Token parse(byte[] text) {
    JsonNode json = Json.parse(text);
    return new Token(
        new Secret(json.path("access").stringValue()),
        Instant.parse(json.path("ends").stringValue()),
        json.path("refresh").stringValueOpt().map(Secret::new));
  }
}
