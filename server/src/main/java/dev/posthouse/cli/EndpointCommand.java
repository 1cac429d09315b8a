package dev.posthouse.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `posthouse endpoint`: the endpoints and how they are; one of them; a signed test event to it.
@Command(name = "endpoint")
final class EndpointCommand implements Action {
  private static final String PATH = "/v1/endpoints";
  private static final String TEST = "test";

  @Parameters(arity = "0..2", paramLabel = "[test] NAME|ID", descriptionKey = "endpoint.what")
  List<String> words = new ArrayList<>();

  @Override
  public int run(Desk desk) throws InterruptedException {
    boolean test = !words.isEmpty() && words.getFirst().equals(TEST);
    boolean two = words.size() == 2;
    if (two != test) {
      throw desk.wrongUse("endpoint.use");
    }
    Client client = desk.client();
    if (test) {
      return test(desk, client, EndpointNames.id(words.getLast(), desk, client));
    }
    if (words.isEmpty()) {
      list(desk, client);
    } else {
      one(desk, client, EndpointNames.id(words.getFirst(), desk, client));
    }
    return 0;
  }

  private static void list(Desk desk, Client client) throws InterruptedException {
    Words words = desk.words();
    Lists.print(
        desk,
        Lists.whole(client, new Query(PATH)),
        List.of(
            "list.endpoint",
            "endpoint.health",
            "endpoint.waiting",
            "endpoint.success",
            "endpoint.url"),
        one -> {
          JsonNode status = one.path("status");
          return List.of(
              Desk.text(one, "name"),
              health(status, words),
              status.path("backlog").asString(""),
              Moments.shown(Desk.text(status, "lastSuccess"), desk.shell().zone()),
              Desk.text(one, "url"));
        });
  }

  static String health(JsonNode status, Words words) {
    String health = Desk.text(status, "health");
    return words.has("health." + health) ? words.say("health." + health) : health;
  }

  private static void one(Desk desk, Client client, String id) throws InterruptedException {
    JsonNode found = client.get(PATH + "/" + Client.encoded(id)).json();
    if (desk.json()) {
      desk.printJson(found);
      return;
    }
    JsonNode status = found.path("status");
    new Facts(desk)
        .fact("list.endpoint", Desk.text(found, "name") + "  " + Desk.text(found, "id"))
        .fact("endpoint.url", Desk.text(found, "method") + " " + Desk.text(found, "url"))
        .fact("endpoint.health", health(status, desk.words()))
        .time("endpoint.since", Desk.text(status, "since"))
        .fact("endpoint.because", Desk.text(status, "disabledBecause"))
        .fact("endpoint.lane", Desk.text(status, "lane"))
        .fact("endpoint.waiting", status.path("backlog").asString(""))
        .time("endpoint.success", Desk.text(status, "lastSuccess"))
        .fact("endpoint.error", Desk.text(status, "lastError"))
        .fact("endpoint.failures", status.path("failuresInARow").asString(""))
        .time("endpoint.certificate", Desk.text(status, "receiverCertificateExpires"))
        .print();
  }

  private static int test(Desk desk, Client client, String id) throws InterruptedException {
    JsonNode result = client.send("POST", PATH + "/" + Client.encoded(id) + "/test", "").json();
    boolean success = result.path("success").asBoolean(false);
    if (desk.json()) {
      desk.printJson(result);
      return success ? 0 : Failed.REFUSED;
    }
    new DeliveryView(desk).exchange(result);
    JsonNode timings = result.path("timings");
    desk.say(
        success ? "endpoint.fine" : "endpoint.trouble",
        Moments.took(timings.path("total")),
        Moments.took(timings.path("connect")));
    return success ? 0 : Failed.REFUSED;
  }
}
