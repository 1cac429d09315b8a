package dev.posthouse.shopify;

import dev.posthouse.access.Secret;
import dev.posthouse.event.Header;
import dev.posthouse.json.Json;
import dev.posthouse.json.Malformed;
import dev.posthouse.net.Inquiries;
import dev.posthouse.net.Inquiry;
import dev.posthouse.net.Reply;
import dev.posthouse.net.Trust;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Has a shop give tokens: for the code that a browser brought, and for a refresh token
/// (`auth/oauth` of shopify-app-js; shopify.dev, "Authenticate a standalone or API-only app" and
/// "Use expiring offline access tokens").
record Grants(Inquiries inquiries, InstantSource clock) {
  static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int OK = 200;
  private static final int TOO_MANY = 429;

  /// Ten years; longer ones overflow something sooner or later.
  private static final long MOST_SECONDS = 315_360_000;

  /// Nothing that could end a header.
  private static final Pattern TOKEN = Pattern.compile("[!-~]{1,4096}");

  /// RFC 6749, section 5.2: a word. Its description is not repeated: it may quote what was shown.
  private static final Pattern ERROR = Pattern.compile("[a-z_]{1,64}");

  /// A token, and what it is good for.
  record Grant(Token token, List<String> scopes) {}

  /// An offline token for a code.
  ///
  /// @throws IOException in words for people
  Grant exchange(ShopifyApp app, String domain, String code) throws IOException {
    ObjectNode body = client(app).put("code", code).put("expiring", app.expiring() ? "1" : "0");
    JsonNode answer = ask(domain, body);
    if (answer.has("associated_user")) {
      throw new Failure("the shop gave a token of one of its people, which ends with their visit");
    }
    return new Grant(token(answer), scopes(answer));
  }

  /// Another token for one that ends. The refresh token is used up by it.
  ///
  /// @throws IOException in words for people
  Token refresh(ShopifyApp app, String domain, Secret refresh) throws IOException {
    ObjectNode body =
        client(app).put("refresh_token", refresh.reveal()).put("grant_type", "refresh_token");
    return token(ask(domain, body));
  }

  private static ObjectNode client(ShopifyApp app) {
    return Json.object()
        .put("client_id", app.clientId())
        .put("client_secret", app.secrets().getFirst().reveal());
  }

  private JsonNode ask(String domain, ObjectNode body) throws IOException {
    Reply reply =
        inquiries.ask(
            new Inquiry(
                "POST",
                URI.create("https://" + domain + "/admin/oauth/access_token"),
                List.of(new Header("Content-Type", "application/json")),
                Json.bytes(body),
                Trust.DEFAULT,
                TIMEOUT));
    if (reply.status() == TOO_MANY) {
      throw Failure.throttled(reply.retryAfter());
    }
    JsonNode answer;
    try {
      answer = Json.parse(reply.body());
    } catch (Malformed e) {
      throw new Failure("the shop answered " + reply.status() + " without JSON");
    }
    if (reply.status() != OK) {
      String error = answer.path("error").asString("");
      String why = ERROR.matcher(error).matches() ? error : "without a reason";
      throw new Failure("the shop gave no token: " + reply.status() + " " + why);
    }
    return answer;
  }

  private Token token(JsonNode answer) throws Failure {
    String access = answer.path("access_token").asString("");
    if (!TOKEN.matcher(access).matches()) {
      throw new Failure("the shop answered without an access_token that fits a header");
    }
    long seconds = Math.clamp(answer.path("expires_in").asLong(0), 0, MOST_SECONDS);
    Instant ends = seconds == 0 ? Token.NEVER : clock.instant().plusSeconds(seconds);
    String refresh = answer.path("refresh_token").asString("");
    return new Token(
        new Secret(access),
        ends,
        refresh.isEmpty() ? Optional.empty() : Optional.of(new Secret(refresh)));
  }

  private static List<String> scopes(JsonNode answer) {
    return Arrays.stream(answer.path("scope").asString("").split("[,\\s]+"))
        .filter(scope -> !scope.isEmpty())
        .map(Texts::shown)
        .toList();
  }
}
