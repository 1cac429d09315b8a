package dev.posthouse.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// A piece of the server's stream of what happens.
///
/// @param position where to go on; empty if it does not say
/// @param events those that were accepted
/// @param gap whether something is missing before them
record Stream(String position, List<JsonNode> events, boolean gap) {
  Stream {
    events = List.copyOf(events);
  }

  static Stream read(String text) {
    var events = new ArrayList<JsonNode>();
    var gaps = new ArrayList<JsonNode>();
    var lines =
        new StreamLines((kind, data) -> {
          switch (kind) {
            case "event" -> events.add(data);
            case "gap" -> gaps.add(data);
            default -> {} // attempts
          }
        });
    text.lines().forEach(lines::line);
    return new Stream(lines.last(), events, !gaps.isEmpty());
  }
}
