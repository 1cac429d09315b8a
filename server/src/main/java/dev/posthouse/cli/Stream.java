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
  private static final String ID = "id: ";
  private static final String EVENT = "event: ";
  private static final String DATA = "data: ";

  Stream {
    events = List.copyOf(events);
  }

  /// Reads server-sent events as Posthouse writes them, each with one line of data.
  static Stream read(String text) {
    String position = "";
    String kind = "";
    boolean gap = false;
    List<JsonNode> events = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      if (line.startsWith(ID)) {
        position = line.substring(ID.length());
      } else if (line.startsWith(EVENT)) {
        kind = line.substring(EVENT.length());
        gap |= kind.equals("gap");
      } else if (line.startsWith(DATA) && kind.equals("event")) {
        events.add(JsonText.JSON.readTree(line.substring(DATA.length())));
      }
    }
    return new Stream(position, events, gap);
  }
}
