package dev.posthouse.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `posthouse hold`: pauses an endpoint or a subscription; what comes for it waits.
@Command(name = "hold")
final class Hold implements Action {
  @Parameters(paramLabel = "NAME|ID", descriptionKey = "hold.what")
  String what = "";

  @Option(names = "--reason", paramLabel = "TEXT", descriptionKey = "hold.reason")
  String reason = "";

  @Override
  public int run(Desk desk) throws InterruptedException {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    if (!reason.isEmpty()) {
      body.put("reason", reason);
    }
    return change(desk, what, "pause", body);
  }

  /// @param what an endpoint by name or id, or a subscription by id
  static int change(Desk desk, String what, String verb, ObjectNode body)
      throws InterruptedException {
    Client client = desk.client();
    String path =
        what.startsWith("sub_")
            ? "/v1/subscriptions/" + Client.encoded(what)
            : "/v1/endpoints/" + Client.encoded(EndpointNames.id(what, desk, client));
    JsonNode now = client.send("POST", path + "/" + verb, body.toString()).json();
    if (desk.json()) {
      desk.printJson(now);
    } else {
      desk.say("hold." + verb, Desk.text(now, "name"));
    }
    return 0;
  }
}
