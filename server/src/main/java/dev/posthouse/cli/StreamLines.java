package dev.posthouse.cli;

import tools.jackson.databind.JsonNode;

/// Server-sent events, line by line as they come (WHATWG HTML, "Server-sent events"): as much of
/// them as our stream uses.
final class StreamLines {
  private final Told told;
  private String kind = "";
  private final StringBuilder data = new StringBuilder();
  private String last = "";

  /// Is told of each event.
  interface Told {
    void of(String kind, JsonNode data);
  }

  StreamLines(Told told) {
    this.told = told;
  }

  void line(String line) {
    int colon = line.indexOf(':');
    String field = colon < 0 ? line : line.substring(0, colon);
    String value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
    switch (field) {
      case "event" -> kind = value;
      case "data" -> data.append(value);
      case "id" -> last = value;
      default -> {} // comments, and what is new
    }
    if (line.isEmpty()) {
      end();
    }
  }

  private void end() {
    if (!data.isEmpty()) {
      told.of(kind, JsonText.JSON.readTree(data.toString()));
    }
    kind = "";
    data.setLength(0);
  }

  /// What a server is asked to go on from.
  String last() {
    return last;
  }
}
