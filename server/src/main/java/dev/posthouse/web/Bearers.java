package dev.posthouse.web;

import java.time.Duration;

/// What is answered to those whose token does not let them in (RFC 6750, section 3).
final class Bearers {
  /// When the issuer may answer again.
  private static final Duration ISSUER_AWAY = Duration.ofSeconds(10);

  private Bearers() {}

  /// @param why one clause about the token
  static Problem bad(String why) {
    return Problem.of(
            401, "bad_token", "This token is not accepted", "The token is refused: " + why + ".")
        .with(
            "WWW-Authenticate",
            "Bearer error=\"invalid_token\", error_description=\"" + quotable(why) + "\"");
  }

  /// Why is for the log alone: it may name places inside.
  static Problem undecided() {
    return Problem.busy(
        503,
        "issuer_unavailable",
        "The issuer of the token cannot be asked for its keys.",
        ISSUER_AWAY);
  }

  static Problem noAccess(String why) {
    return Problem.of(403, "forbidden", "This token may not do that", why);
  }

  private static String quotable(String text) {
    return text.replaceAll("[^ !#-\\[\\]-~]", "'");
  }
}
