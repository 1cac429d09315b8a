package dev.posthouse.cli;

import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// How lists are shown: as the server gave them to programs, as a table to people; nothing found,
/// or where it goes on.
final class Lists {
  private Lists() {}

  /// @param headings keys of the words above the columns
  /// @param row the cells of an item
  static void print(
      Desk desk, JsonNode page, List<String> headings, Function<JsonNode, List<String>> row) {
    if (desk.json()) {
      desk.printJson(page);
      return;
    }
    var table = new Table(headings.stream().map(desk.words()::say).toArray(String[]::new));
    page.path("items").forEach(item -> table.row(row.apply(item).toArray(String[]::new)));
    print(desk, table, page);
  }

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
