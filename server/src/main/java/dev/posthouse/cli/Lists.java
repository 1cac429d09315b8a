package dev.posthouse.cli;

import tools.jackson.databind.JsonNode;

/// The end of every list: nothing found, or where it goes on.
final class Lists {
  private Lists() {}

  static void print(Desk desk, Table table, JsonNode page) {
    if (!page.path("items").isEmpty()) {
      desk.print(table);
    } else if (Desk.text(page, "next").isEmpty()) {
      desk.say("list.empty");
    }
    String next = Desk.text(page, "next");
    if (!next.isEmpty()) {
      desk.say("list.more", next);
    }
  }
}
