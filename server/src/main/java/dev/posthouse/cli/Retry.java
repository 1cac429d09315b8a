package dev.posthouse.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// `posthouse retry`: one more attempt now, of some deliveries or of all that failed at an
/// endpoint.
@Command(name = "retry")
final class Retry implements Action {
  @Parameters(arity = "0..*", paramLabel = "DELIVERY", descriptionKey = "retry.delivery")
  List<String> deliveries = new ArrayList<>();

  @Option(names = "--failed", paramLabel = "ENDPOINT", descriptionKey = "retry.failed")
  String failed = "";

  @Option(names = "--since", paramLabel = "TIME", descriptionKey = "retry.since")
  String since = "1d";

  @Override
  public int run(Desk desk) throws InterruptedException {
    if (deliveries.isEmpty() == failed.isEmpty()) {
      throw desk.wrongUse("retry.which");
    }
    return failed.isEmpty() ? each(desk) : all(desk);
  }

  private int each(Desk desk) throws InterruptedException {
    Client client = desk.client();
    ArrayNode answers = JsonNodeFactory.instance.arrayNode();
    int code = 0;
    for (String delivery : deliveries) {
      Answer answer =
          client.exchange(
              "POST", "/v1/deliveries/" + Client.encoded(delivery) + "/retry", "", new byte[0]);
      answers.add(answer.json());
      if (!answer.isSuccess()) {
        code = Failed.REFUSED;
        desk.warn(delivery + ": " + Problems.failed(answer, desk.words()).text());
      } else if (!desk.json()) {
        desk.say("retry.wanted", delivery);
      }
    }
    if (desk.json()) {
      desk.printJson(JsonNodeFactory.instance.objectNode().set("items", answers));
    }
    return code;
  }

  private int all(Desk desk) throws InterruptedException {
    Client client = desk.client();
    String id = EndpointNames.id(failed, desk, client);
    String body =
        JsonNodeFactory.instance.objectNode().put("since", Moments.read(since, desk)).toString();
    JsonNode answer =
        client.send("POST", "/v1/endpoints/" + Client.encoded(id) + "/retry-failed", body).json();
    if (desk.json()) {
      desk.printJson(answer);
    } else {
      desk.say("retry.all", Desk.text(answer, "id"));
    }
    return 0;
  }
}
