package dev.posthouse.webhooks.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.webhooks.body.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/// An HTTP answer. It never sets cookies.
///
/// @param contentType empty if there is no body
/// @param headers others, by name
public record Answer(int status, String contentType, String body, Map<String, String> headers) {
  private static final String PROBLEM = "application/problem+json";

  public Answer {
    headers = Map.copyOf(headers);
  }

  /// The body in UTF-8.
  public byte[] bytes() {
    return body.getBytes(UTF_8);
  }

  /// All headers by name, `Content-Type` too where there is a body.
  public Map<String, String> allHeaders() {
    Map<String, String> all = new LinkedHashMap<>(headers);
    if (!contentType.isEmpty()) {
      all.put("Content-Type", contentType);
    }
    return all;
  }

  /// Without a body.
  public static Answer empty(int status) {
    return new Answer(status, "", "", Map.of());
  }

  /// 200 with a plain text, which no browser takes for anything else.
  public static Answer text(String body) {
    return new Answer(
        200, "text/plain; charset=utf-8", body, Map.of("X-Content-Type-Options", "nosniff"));
  }

  /// What a human wants to read in the provider's log: 200 with how many events were stored and how
  /// many were there already, or a problem (RFC 9457) with 400, 401, 500 or 503.
  public static Answer json(Outcome outcome) {
    if (outcome instanceof Outcome.Stored stored) {
      String body =
          "{\"stored\":" + stored.stored() + ",\"duplicates\":" + stored.duplicates() + "}";
      return new Answer(200, "application/json", body, Map.of());
    }
    int status = status(outcome);
    return problem(status, title(outcome));
  }

  /// A problem (RFC 9457).
  public static Answer problem(int status, String title) {
    return new Answer(
        status,
        PROBLEM,
        "{\"status\":" + status + ",\"title\":" + Json.quoted(title) + "}",
        Map.of());
  }

  private static String title(Outcome outcome) {
    if (outcome instanceof Outcome.Refused refused) {
      return refused.refusal().text();
    }
    if (outcome instanceof Outcome.Unreadable unreadable) {
      return unreadable.message();
    }
    return outcome instanceof Outcome.Failed
        ? "The receiver failed over an event. Send it again"
        : "The events could not be stored. Send them again";
  }

  /// The same status without a body.
  public static Answer silent(Outcome outcome) {
    return empty(status(outcome));
  }

  private static int status(Outcome outcome) {
    if (outcome instanceof Outcome.Stored) {
      return 200;
    }
    if (outcome instanceof Outcome.Refused refused) {
      return refused.refusal().status();
    }
    if (outcome instanceof Outcome.Failed) {
      return 500;
    }
    return outcome instanceof Outcome.Unreadable ? 400 : 503;
  }
}
