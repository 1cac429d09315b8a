package dev.posthouse.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `posthouse events`: the stored events, or one of them with its data and deliveries.
@Command(name = "events")
final class Events implements Action {
  private static final String PATH = "/v1/events";

  @Parameters(arity = "0..1", paramLabel = "EVENT", descriptionKey = "events.event")
  String event = "";

  @Option(names = "--type", paramLabel = "TYPE", descriptionKey = "list.type")
  String type = "";

  @Option(names = "--subject", paramLabel = "NAME", descriptionKey = "events.subject")
  String subject = "";

  @Option(names = "--source", paramLabel = "NAME", descriptionKey = "events.source")
  String source = "";

  @Option(names = "--source-id", paramLabel = "ID", descriptionKey = "events.sourceid")
  String sourceId = "";

  @Option(names = "--organisation", paramLabel = "NAME", descriptionKey = "events.oforganisation")
  String organisation = "";

  @Option(names = "--actor", paramLabel = "NAME", descriptionKey = "events.ofactor")
  String actor = "";

  @Option(names = "--field", paramLabel = "PATH=VALUE", descriptionKey = "events.field")
  Map<String, String> fields = new LinkedHashMap<>();

  @Option(names = "--unmatched", descriptionKey = "events.unmatched")
  boolean unmatched;

  @Mixin Span span = new Span();

  @Override
  public int run(Desk desk) throws InterruptedException {
    Client client = desk.client();
    if (event.isEmpty()) {
      list(desk, client);
    } else {
      one(desk, client);
    }
    return 0;
  }

  private void list(Desk desk, Client client) throws InterruptedException {
    var query =
        new Query(PATH)
            .with("type", type)
            .with("subject", subject)
            .with("source", source)
            .with("sourceId", sourceId)
            .with("organisation", organisation)
            .with("actor", actor)
            .with("unmatched", unmatched);
    fields.forEach((path, value) -> query.with("field." + Client.encoded(path), value));
    JsonNode page = span.page(query, desk, client);
    Lists.print(
        desk,
        page,
        List.of("list.accepted", "list.event", "list.typehead", "list.subject", "events.matched"),
        item ->
            List.of(
                Moments.shown(Desk.text(item, "accepted"), desk.shell().zone()),
                Desk.text(item, "id"),
                Desk.text(item, "type"),
                Desk.text(item, "subject"),
                desk.words().say(item.path("matched").asBoolean(false) ? "yes" : "no")));
  }

  private void one(Desk desk, Client client) throws InterruptedException {
    String path = PATH + "/" + Client.encoded(event);
    JsonNode found = client.get(path).json();
    if (desk.json()) {
      desk.printJson(found);
      return;
    }
    var facts =
        new Facts(desk)
            .fact("list.event", Desk.text(found, "id"))
            .fact("list.typehead", Desk.text(found, "type"))
            .fact("list.subject", Desk.text(found, "subject"))
            .fact("events.from", from(found))
            .fact("events.organisation", Desk.text(found, "organisation"))
            .fact("events.actor", Desk.text(found, "actor"))
            .time("events.time", Desk.text(found, "time"))
            .time("list.accepted", Desk.text(found, "accepted"))
            .fact("events.data", data(found));
    facts.print();
    List<JsonNode> deliveries =
        client.get(path + "/deliveries?limit=500").json().path("items").valueStream().toList();
    desk.print("");
    if (deliveries.isEmpty()) {
      desk.say("events.none", event);
    } else {
      desk.print(Deliveries.table(deliveries, desk, EndpointNames.of(client)));
    }
  }

  private static String from(JsonNode event) {
    return String.join(
        " ",
        Stream.of("source", "sourceId")
            .map(name -> Desk.text(event, name))
            .filter(text -> !text.isEmpty())
            .toList());
  }

  private static String data(JsonNode event) {
    JsonNode data = event.path("data");
    return data.isMissingNode() ? Desk.text(event, "data_base64") : data.toPrettyString();
  }
}
