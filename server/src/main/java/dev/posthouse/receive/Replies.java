package dev.posthouse.receive;

import dev.posthouse.json.Json;
import dev.posthouse.webhooks.provider.Answer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// Answers that are the same for every provider.
final class Replies {
  private static final String PROBLEM = "application/problem+json";

  private Replies() {}

  static Answer problem(int status, String code, String title) {
    ObjectNode json = Json.object();
    json.put("title", title);
    json.put("status", status);
    json.put("code", code);
    return new Answer(status, PROBLEM, Json.text(json), Map.of());
  }

  /// For what goes away by itself.
  static Answer later(Answer answer, Duration wait) {
    return with(answer, "Retry-After", String.valueOf(Math.max(1, wait.toSeconds())));
  }

  static Answer with(Answer answer, String name, String value) {
    var headers = new HashMap<>(answer.headers());
    headers.put(name, value);
    return new Answer(answer.status(), answer.contentType(), answer.body(), headers);
  }
}
