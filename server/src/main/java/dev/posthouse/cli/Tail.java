package dev.posthouse.cli;

import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `posthouse tail`: attempts as they happen, until it is stopped or its time is over. One without
/// an end comes back to a server that went away, and goes on where it was.
@Command(name = "tail")
final class Tail implements Action {
  private static final Duration COME_BACK = Duration.ofSeconds(1);
  private static final int TRIES = 60;

  @Option(names = "--endpoint", paramLabel = "NAME|ID", descriptionKey = "deliveries.endpoint")
  String endpoint = "";

  @Option(names = "--type", paramLabel = "TYPE", descriptionKey = "list.type")
  String type = "";

  @Option(names = "--state", paramLabel = "STATE", descriptionKey = "tail.state")
  String state = "";

  @Option(names = "--for", paramLabel = "DURATION", descriptionKey = "tail.for")
  String time = "";

  private String last = "";

  @Override
  public int run(Desk desk) throws InterruptedException {
    Client client = desk.client();
    EndpointNames names = EndpointNames.of(client);
    Query query =
        new Query("/v1/stream")
            .with("endpoint", EndpointNames.id(endpoint, desk, client))
            .with("type", type)
            .with("state", state)
            .with("for", time);
    var view = new LiveView(desk.shell());
    var news = new StreamLines((kind, data) -> show(desk, view, names, kind, data));
    if (!desk.json()) {
      view.head();
    }
    boolean whole = client.follow(query.toString(), last, news::line);
    while (time.isEmpty()) {
      last = news.last();
      again(client, query.toString(), news, desk);
    }
    if (!whole) {
      throw Failed.refused(desk.words().say("tail.broken", time));
    }
    return 0;
  }

  private void again(Client client, String path, StreamLines news, Desk desk)
      throws InterruptedException {
    for (int attempt = 1; ; attempt++) {
      desk.shell().pause().of(COME_BACK);
      try {
        var _ = client.follow(path, last, news::line);
        return;
      } catch (Failed e) {
        if (attempt == TRIES) {
          throw e;
        }
      }
    }
  }

  private static void show(
      Desk desk, LiveView view, EndpointNames names, String kind, JsonNode data) {
    if (desk.json()) {
      ObjectNode line = JsonText.JSON.createObjectNode().put("kind", kind);
      data.properties().forEach(field -> line.set(field.getKey(), field.getValue()));
      desk.printJsonLine(line);
    } else if (kind.equals("attempt")) {
      view.attempt(passing(data, names));
    } else if (kind.equals("gap")) {
      desk.warn(desk.words().say("tail.gap"));
    } else if (!data.path("matched").asBoolean(true)) {
      view.unsent(
          Instant.parse(Desk.text(data, "accepted")),
          Desk.text(data, "type"),
          Desk.text(data, "id"));
    }
  }

  private static Instant due(JsonNode attempt) {
    String due = Desk.text(attempt, "due");
    return due.isEmpty() ? Instant.EPOCH : Instant.parse(due);
  }

  private static Passing passing(JsonNode attempt, EndpointNames names) {
    int status = attempt.path("status").asInt(0);
    String state = Desk.text(attempt, "state");
    long micros = (long) (attempt.path("timings").path("total").asDouble(0) * 1_000);
    Duration took = Duration.ofNanos(micros * 1_000);
    return new Passing(
        Instant.parse(Desk.text(attempt, "started")).plus(took),
        Desk.text(attempt, "type"),
        names.name(Desk.text(attempt, "endpoint")),
        Passing.End.of(status, state),
        status == 0 ? Desk.text(attempt, "outcome") : Integer.toString(status),
        took,
        attempt.path("number").asInt(0),
        due(attempt),
        state);
  }
}
