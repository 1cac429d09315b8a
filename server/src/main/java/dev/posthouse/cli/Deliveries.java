package dev.posthouse.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `posthouse deliveries`: the deliveries, or one of them with its attempts.
@Command(name = "deliveries")
final class Deliveries implements Action {
  private static final String PATH = "/v1/deliveries";

  @Parameters(arity = "0..1", paramLabel = "DELIVERY", descriptionKey = "deliveries.delivery")
  String delivery = "";

  @Option(names = "--endpoint", paramLabel = "NAME|ID", descriptionKey = "deliveries.endpoint")
  String endpoint = "";

  @Option(names = "--subscription", paramLabel = "ID", descriptionKey = "deliveries.subscription")
  String subscription = "";

  @Option(names = "--event", paramLabel = "EVENT", descriptionKey = "deliveries.event")
  String event = "";

  @Option(names = "--state", paramLabel = "STATE", descriptionKey = "deliveries.state")
  String state = "";

  @Option(names = "--status", paramLabel = "STATUS", descriptionKey = "deliveries.status")
  String status = "";

  @Option(names = "--error", paramLabel = "KIND", descriptionKey = "deliveries.error")
  String error = "";

  @Option(names = "--reason", paramLabel = "WORD", descriptionKey = "deliveries.reason")
  String reason = "";

  @Option(names = "--subject", paramLabel = "NAME", descriptionKey = "events.subject")
  String subject = "";

  @Option(names = "--type", paramLabel = "TYPE", descriptionKey = "list.type")
  String type = "";

  @Mixin Span span = new Span();

  @Override
  public int run(Desk desk) throws InterruptedException {
    Client client = desk.client();
    if (delivery.isEmpty()) {
      list(desk, client);
    } else {
      JsonNode found = client.get(PATH + "/" + Client.encoded(delivery)).json();
      if (desk.json()) {
        desk.printJson(found);
      } else {
        new DeliveryView(desk).print(found, client);
      }
    }
    return 0;
  }

  private void list(Desk desk, Client client) throws InterruptedException {
    var query =
        new Query(PATH)
            .with("endpoint", EndpointNames.id(endpoint, desk, client))
            .with("subscription", subscription)
            .with("event", event)
            .with("state", state)
            .with("status", status)
            .with("error", error)
            .with("reason", reason)
            .with("subject", subject)
            .with("type", type);
    JsonNode page = span.page(query, desk, client);
    if (desk.json()) {
      desk.printJson(page);
      return;
    }
    List<JsonNode> items = page.path("items").valueStream().toList();
    Lists.print(desk, table(items, desk, EndpointNames.of(client)), page);
  }

  static Table table(List<JsonNode> deliveries, Desk desk, EndpointNames names) {
    Words words = desk.words();
    var table =
        new Table(
            words.say("list.delivery"),
            words.say("list.typehead"),
            words.say("list.endpoint"),
            words.say("list.state"),
            words.say("list.attempts"),
            words.say("list.then"));
    for (JsonNode one : deliveries) {
      table.row(
          Desk.text(one, "id"),
          Desk.text(one, "type"),
          names.name(Desk.text(one, "endpoint")),
          state(one, words),
          one.path("attempts").asString("0"),
          then(one, desk));
    }
    return table;
  }

  static String state(JsonNode delivery, Words words) {
    String state = Desk.text(delivery, "state");
    return words.has("state." + state) ? words.say("state." + state) : state;
  }

  /// When the next attempt is made, why there is none, or when it ended.
  static String then(JsonNode delivery, Desk desk) {
    String reason = Desk.text(delivery, "reason");
    String due = Moments.shown(Desk.text(delivery, "due"), desk.shell().zone());
    String ended = Moments.shown(Desk.text(delivery, "finished"), desk.shell().zone());
    if (!reason.isEmpty()) {
      return reason + " " + ended;
    }
    return due.isEmpty() ? ended : desk.words().say("list.next", due);
  }
}
