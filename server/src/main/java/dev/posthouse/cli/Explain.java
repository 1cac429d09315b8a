package dev.posthouse.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `posthouse explain`: for each subscription, why it got this event or did not: when the event
/// came, and now, where that differs.
@Command(name = "explain")
final class Explain implements Action {
  private static final int PAGE = 500;

  /// Results that say nothing but that the event is of another type.
  private static final Set<String> OTHER_TYPES = Set.of("type", "absent", "");

  @Parameters(paramLabel = "EVENT", descriptionKey = "explain.event")
  String event = "";

  @Option(names = "--all", descriptionKey = "explain.all")
  boolean all;

  @Override
  public int run(Desk desk) throws InterruptedException {
    List<JsonNode> pages = pages(desk.client());
    List<JsonNode> items = pages.stream().flatMap(p -> p.path("items").valueStream()).toList();
    if (desk.json()) {
      ObjectNode whole = JsonNodeFactory.instance.objectNode();
      pages.getFirst().properties().forEach(field -> whole.set(field.getKey(), field.getValue()));
      whole.set("items", JsonNodeFactory.instance.arrayNode().addAll(items));
      whole.putNull("next");
      desk.printJson(whole);
    } else {
      print(desk, pages.getFirst(), items);
    }
    return 0;
  }

  private List<JsonNode> pages(Client client) throws InterruptedException {
    var pages = new ArrayList<JsonNode>();
    Query query =
        new Query("/v1/events/" + Client.encoded(event) + "/explain")
            .with("limit", Integer.toString(PAGE));
    String cursor = "";
    do {
      JsonNode page = client.get(query.from(cursor)).json();
      pages.add(page);
      cursor = Desk.text(page, "next");
    } while (!cursor.isEmpty());
    return pages;
  }

  private void print(Desk desk, JsonNode head, List<JsonNode> items) {
    desk.print(Paint.BOLD, Desk.text(head, "event") + "  " + Desk.text(head, "type"));
    if (items.isEmpty()) {
      desk.say("explain.none");
      return;
    }
    List<JsonNode> told = all ? items : items.stream().filter(Explain::isAbout).toList();
    if (!told.isEmpty()) {
      desk.print(table(told, desk.words()));
    }
    if (told.size() < items.size()) {
      desk.say("explain.others", items.size() - told.size());
    }
  }

  private static boolean isAbout(JsonNode item) {
    return !OTHER_TYPES.contains(Desk.text(item.path("then"), "result"))
        || !OTHER_TYPES.contains(Desk.text(item.path("now"), "result"));
  }

  private static Table table(List<JsonNode> items, Words words) {
    var table =
        new Table(
            words.say("explain.subscription"), words.say("explain.then"), words.say("explain.why"));
    for (JsonNode item : items) {
      String name = Desk.text(item, "name");
      JsonNode then = item.path("then");
      JsonNode now = item.path("now");
      String states = states(item, words);
      boolean thenMade = matched(then) || !now.isObject();
      table.row(
          name.isEmpty() ? Desk.text(item, "subscription") : name,
          result(then, "then", words) + (thenMade ? states : ""),
          because(then, words));
      if (now.isObject()) {
        table.row(
            "  " + words.say("explain.now"),
            result(now, "now", words) + (thenMade ? "" : states),
            because(now, words));
      }
    }
    return table;
  }

  private static boolean matched(JsonNode answer) {
    return Desk.text(answer, "result").equals("matched");
  }

  /// `, delivered`: what has become of its deliveries, those of replays included.
  private static String states(JsonNode item, Words words) {
    return item.path("deliveries")
        .valueStream()
        .map(delivery -> Desk.text(delivery, "state"))
        .distinct()
        .map(state -> words.has("state." + state) ? words.say("state." + state) : state)
        .map(state -> words.say("list.comma") + state)
        .collect(Collectors.joining());
  }

  /// A subscription that is not there was made later, or is gone by now.
  private static String result(JsonNode answer, String when, Words words) {
    String result = Desk.text(answer, "result");
    String key = "result." + (result.equals("absent") ? when + "." : "") + result;
    return words.has(key) ? words.say(key) : result;
  }

  private static String because(JsonNode answer, Words words) {
    String because = Bilingual.text(answer.path("because"), words);
    return because.isEmpty() ? Desk.text(answer, "filter") : because;
  }
}
