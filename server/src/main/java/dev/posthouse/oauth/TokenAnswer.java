package dev.posthouse.oauth;

import dev.posthouse.access.Secret;
import dev.posthouse.json.Json;
import dev.posthouse.json.Malformed;
import dev.posthouse.net.Reply;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// What an authorization server gave (RFC 6749, section 5.1).
///
/// @param lifetime of the access token
/// @param refresh a refresh token in place of the one that was shown
record TokenAnswer(Secret access, Duration lifetime, Optional<Secret> refresh) {
  /// Where the server does not say.
  private static final long USUAL_SECONDS = 300;

  /// Ten years; longer ones overflow something sooner or later.
  private static final long MOST_SECONDS = 315_360_000;

  private static final int LONGEST = 16 * 1024;

  /// RFC 6750, section 2.1, and a little more; nothing that could end a header.
  private static final Pattern TOKEN = Pattern.compile("[!-~]{1," + LONGEST + "}");

  /// RFC 6749, section 5.2: a word, such as `invalid_client`. Its description is not repeated: it
  /// may quote what was shown.
  private static final Pattern ERROR = Pattern.compile("[a-z_]{1,64}");

  /// @throws TokenRefused in words for the history if it is no token
  static TokenAnswer read(Reply reply) throws TokenRefused {
    JsonNode json;
    try {
      json = Json.parse(reply.body());
    } catch (Malformed e) {
      throw new TokenRefused(reply, "without JSON");
    }
    if (reply.status() != 200) {
      String error = json.path("error").asString("");
      throw new TokenRefused(reply, ERROR.matcher(error).matches() ? error : "without a reason");
    }
    String type = json.path("token_type").asString("Bearer");
    if (!type.equalsIgnoreCase("Bearer")) {
      throw new TokenRefused(reply, "with a token that is no bearer token");
    }
    String access = json.path("access_token").asString("");
    if (!TOKEN.matcher(access).matches()) {
      throw new TokenRefused(reply, "without an access_token that fits a header");
    }
    return new TokenAnswer(
        new Secret(access),
        Duration.ofSeconds(seconds(json.path("expires_in"))),
        Optional.of(json.path("refresh_token").asString(""))
            .filter(t -> !t.isEmpty())
            .map(Secret::new));
  }

  /// Some servers write a text.
  private static long seconds(JsonNode value) {
    if (value.isNumber()) {
      return (long) Math.clamp(value.doubleValue(), 0, MOST_SECONDS);
    }
    String text = value.asString("");
    return text.matches("\\d{1,9}") ? Math.min(Long.parseLong(text), MOST_SECONDS) : USUAL_SECONDS;
  }
}
