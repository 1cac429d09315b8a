package dev.posthouse.cli;

import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `posthouse attempts`: the attempts, or one of them as it stood on the wire.
@Command(name = "attempts")
final class Attempts implements Action {
  private static final String PATH = "/v1/attempts";

  @Parameters(arity = "0..1", paramLabel = "ATTEMPT", descriptionKey = "attempts.attempt")
  String attempt = "";

  @Option(names = "--endpoint", paramLabel = "NAME|ID", descriptionKey = "deliveries.endpoint")
  String endpoint = "";

  @Option(names = "--event", paramLabel = "EVENT", descriptionKey = "deliveries.event")
  String event = "";

  @Option(names = "--delivery", paramLabel = "DELIVERY", descriptionKey = "attempts.delivery")
  String delivery = "";

  @Option(names = "--status", paramLabel = "STATUS", descriptionKey = "attempts.status")
  String status = "";

  @Option(names = "--error", paramLabel = "KIND", descriptionKey = "attempts.error")
  String error = "";

  @Option(names = "--failed", descriptionKey = "attempts.failed")
  boolean failed;

  @Mixin Span span = new Span();

  @Override
  public int run(Desk desk) throws InterruptedException {
    Client client = desk.client();
    if (attempt.isEmpty()) {
      list(desk, client);
    } else {
      one(desk, client);
    }
    return 0;
  }

  private void list(Desk desk, Client client) throws InterruptedException {
    var query =
        new Query(PATH)
            .with("endpoint", EndpointNames.id(endpoint, desk, client))
            .with("event", event)
            .with("delivery", delivery)
            .with("status", status)
            .with("error", error)
            .with("failed", failed);
    JsonNode page = span.page(query, desk, client);
    EndpointNames names = desk.json() ? EndpointNames.NONE : EndpointNames.of(client);
    Lists.print(
        desk,
        page,
        List.of(
            "attempt.started",
            "attempts.id",
            "list.typehead",
            "list.endpoint",
            "attempt.number",
            "attempt.result",
            "live.took"),
        item ->
            List.of(
                Moments.shown(Desk.text(item, "started"), desk.shell().zone()),
                Desk.text(item, "id"),
                Desk.text(item, "type"),
                names.name(Desk.text(item, "endpoint")),
                item.path("number").asString(""),
                result(item, desk.words()),
                Moments.took(item.path("timings").path("total")) + " ms"));
  }

  private static String result(JsonNode item, Words words) {
    return item.path("status").isNumber()
        ? item.path("status").asString("")
        : DeliveryView.result(item, words);
  }

  private void one(Desk desk, Client client) throws InterruptedException {
    JsonNode found = client.get(PATH + "/" + Client.encoded(attempt)).json();
    if (desk.json()) {
      desk.printJson(found);
      return;
    }
    var facts =
        new Facts(desk)
            .fact("list.delivery", Desk.text(found, "delivery"))
            .fact("list.event", Desk.text(found, "event") + "  " + Desk.text(found, "type"))
            .fact("list.endpoint", EndpointNames.of(client).name(Desk.text(found, "endpoint")))
            .fact("attempts.revision", found.path("subscriptionRevision").asString(""))
            .time("attempt.started", Desk.text(found, "started"));
    if (found.path("timings") instanceof ObjectNode timings) {
      for (Map.Entry<String, JsonNode> part : timings.properties()) {
        facts.fact("attempts." + part.getKey(), Moments.took(part.getValue()) + " ms");
      }
    }
    facts.print();
    desk.print("");
    new DeliveryView(desk).exchange(found);
  }
}
