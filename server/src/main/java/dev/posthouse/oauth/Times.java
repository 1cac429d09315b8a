package dev.posthouse.oauth;

import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/// When a token is good: from `nbf` and `iat` to `exp`, each wider by the leeway.
record Times(JsonNode claims, Duration leeway) {
  /// 9999-12-31: later seconds are no dates.
  private static final long LATEST = 253_402_300_799L;

  /// Empty if nothing is.
  String wrong(Instant now) {
    if (!claims.path("exp").isNumber()) {
      return "it says no end (exp)";
    }
    if (!now.isBefore(end())) {
      return "it has expired";
    }
    return now.isBefore(beginning("nbf")) || now.isBefore(beginning("iat"))
        ? "it is not valid yet"
        : "";
  }

  Instant end() {
    return instant("exp").plus(leeway);
  }

  /// A time that is no number never comes.
  private Instant beginning(String name) {
    if (!claims.has(name)) {
      return Instant.MIN;
    }
    Instant time = claims.path(name).isNumber() ? instant(name) : Instant.ofEpochSecond(LATEST);
    return time.minus(leeway);
  }

  private Instant instant(String name) {
    double seconds = claims.path(name).doubleValue();
    return Instant.ofEpochSecond((long) Math.clamp(seconds, 0, LATEST));
  }
}
