package dev.posthouse.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// `posthouse baseline`: tells a subscription that watches for changes where to begin, by the
/// events of a file or those that are kept.
@Command(name = "baseline")
final class Baseline implements Action {
  @Option(
      names = "--subscription",
      required = true,
      paramLabel = "ID",
      descriptionKey = "baseline.subscription")
  String subscription = "";

  @Option(names = "--from", paramLabel = "FILE", descriptionKey = "baseline.from")
  String from = "";

  @Option(names = "--from-history", descriptionKey = "baseline.history")
  boolean history;

  private long set;
  private long known;
  private long passedOver;

  @Override
  public int run(Desk desk) throws InterruptedException {
    if (from.isEmpty() != history) {
      throw desk.wrongUse("baseline.which");
    }
    Client client = desk.client();
    String path = "/v1/subscriptions/" + Client.encoded(id(desk, client)) + "/baseline";
    if (history) {
      kept(client, path);
    } else {
      given(client, path, EventFile.read(from, desk));
    }
    if (desk.json()) {
      desk.printJson(
          JsonNodeFactory.instance
              .objectNode()
              .put("set", set)
              .put("known", known)
              .put("passedOver", passedOver));
    } else {
      desk.say("baseline.total", set, known, passedOver);
    }
    return 0;
  }

  private void given(Client client, String path, EventFile file) throws InterruptedException {
    for (var batch : file.batches()) {
      count(client.send("POST", path, new String(file.array(batch), UTF_8)).json());
    }
  }

  private void kept(Client client, String path) throws InterruptedException {
    Query query = new Query(path).with("history", "true");
    String cursor = "";
    do {
      JsonNode part = client.send("POST", query.from(cursor), "[]").json();
      count(part);
      cursor = Desk.text(part, "next");
    } while (!cursor.isEmpty());
  }

  private void count(JsonNode part) {
    set += part.path("set").asLong(0);
    known += part.path("known").asLong(0);
    passedOver += part.path("passedOver").asLong(0);
  }

  /// The id of the subscription that is called so.
  private String id(Desk desk, Client client) throws InterruptedException {
    if (subscription.startsWith("sub_")) {
      return subscription;
    }
    return Lists.id(client, "/v1/subscriptions", "name", subscription)
        .orElseThrow(() -> desk.refused("baseline.unknown", subscription));
  }
}
