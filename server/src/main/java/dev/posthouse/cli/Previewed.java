package dev.posthouse.cli;

import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// What a draft subscription would do, for people: each event with yes or no and why, and the
/// requests as they would stand on the wire.
record Previewed(Desk desk) {
  void print(JsonNode answer) {
    List<JsonNode> results = answer.path("results").valueStream().toList();
    results.forEach(this::result);
    long sent = results.stream().filter(r -> matches(r) && !fails(r)).count();
    desk.say("preview.total", sent, results.size());
    JsonNode estimate = answer.path("estimate");
    if (estimate.hasNonNull("perDay")) {
      desk.say(
          "preview.estimate",
          estimate.path("perDay").asString(),
          Bilingual.text(estimate.path("basis"), desk.words()));
    }
  }

  private static boolean matches(JsonNode result) {
    return result.path("matches").asBoolean(false);
  }

  /// It matches, but there is no request: its payload cannot be made of this event.
  private static boolean fails(JsonNode result) {
    return result.has("unsent");
  }

  private void result(JsonNode result) {
    JsonNode event = result.path("event");
    String head =
        "%s  %s  %s"
            .formatted(Desk.text(event, "id"), Desk.text(event, "type"), Desk.text(event, "time"));
    if (fails(result)) {
      desk.print(Paint.RED, "! " + head.strip());
      desk.print(
          Paint.RED,
          "    "
              + desk.words()
                  .say("preview.unsent", Bilingual.text(result.path("unsent"), desk.words())));
    } else if (matches(result)) {
      desk.print(Paint.GREEN, "✓ " + head.strip());
      request(result.path("request"));
      missing(result.path("missing"));
    } else {
      desk.print(Paint.DIM, "✗ " + head.strip());
      desk.print("    " + Bilingual.text(result.path("because"), desk.words()));
    }
  }

  private void request(JsonNode request) {
    if (!request.isObject()) {
      return;
    }
    desk.print("    " + Desk.text(request, "method") + " " + Desk.text(request, "url"));
    request
        .path("headers")
        .properties()
        .forEach(
            header -> desk.print("    " + header.getKey() + ": " + header.getValue().asString("")));
    desk.print("");
    body(request).lines().forEach(line -> desk.print("    " + line));
    desk.print("");
  }

  private String body(JsonNode request) {
    if (request.hasNonNull("bodyBase64")) {
      return desk.words().say("preview.bytes", Desk.text(request, "bodyBase64").length() / 4 * 3);
    }
    String body = Desk.text(request, "body");
    try {
      JsonNode tree = JsonText.JSON.readTree(body);
      return tree.isContainer() ? tree.toPrettyString() : body;
    } catch (JacksonException e) {
      return body;
    }
  }

  private void missing(JsonNode missing) {
    List<String> paths = missing.valueStream().map(JsonNode::asString).toList();
    if (!paths.isEmpty()) {
      desk.print(Paint.YELLOW, "    " + desk.words().say("missing", String.join(", ", paths)));
    }
  }
}
