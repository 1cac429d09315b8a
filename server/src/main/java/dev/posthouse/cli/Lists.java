package dev.posthouse.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// How lists are read to their end, and how they are shown: as the server gave them to programs, as
/// a table to people; nothing found, or where it goes on.
final class Lists {
  private Lists() {}

  /// Everything that a list of the server has.
  static List<JsonNode> all(Client client, Query query) throws InterruptedException {
    var all = new ArrayList<JsonNode>();
    query.with("limit", "500");
    String cursor = "";
    do {
      JsonNode page = client.get(query.from(cursor)).json();
      page.path("items").forEach(all::add);
      cursor = Desk.text(page, "next");
    } while (!cursor.isEmpty());
    return all;
  }

  /// The same as one page, after which nothing comes.
  static JsonNode whole(Client client, Query query) throws InterruptedException {
    ObjectNode page = JsonNodeFactory.instance.objectNode();
    page.putArray("items").addAll(all(client, query));
    return page.putNull("next");
  }

  /// The id of the first that is called so.
  ///
  /// @param field where its name stands
  static Optional<String> id(Client client, String path, String field, String name)
      throws InterruptedException {
    return all(client, new Query(path)).stream()
        .filter(one -> Desk.text(one, field).equals(name))
        .map(one -> Desk.text(one, "id"))
        .findFirst();
  }

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
    if (page.path("items").isEmpty()) {
      desk.say("list.empty");
    } else {
      desk.print(table);
    }
    String next = Desk.text(page, "next");
    if (!next.isEmpty()) {
      desk.say("list.more", next);
    }
  }
}
