package dev.posthouse.cli;

import java.util.List;
import tools.jackson.databind.JsonNode;

/// What the server knows of the types of events.
final class EventTypes {
  private static final String PATH = "/v1/event-types";
  private static final int NOT_FOUND = 404;

  /// As many as a page may have.
  private static final String NAMES = PATH + "?limit=500";

  private EventTypes() {}

  /// The sample of the newest version that has one.
  static JsonNode sample(String type, Desk desk, Client client) throws InterruptedException {
    return versions(type, desk, client)
        .valueStream()
        .filter(version -> version.has("sample"))
        .reduce((earlier, later) ->
            later.path("version").asInt(0) > earlier.path("version").asInt(0) ? later : earlier)
        .map(version -> version.path("sample"))
        .orElseThrow(() -> desk.refused("send.nosample", type));
  }

  private static JsonNode versions(String type, Desk desk, Client client)
      throws InterruptedException {
    Answer answer = client.exchange("GET", PATH + "/" + Client.encoded(type), "", new byte[0]);
    if (answer.status() == NOT_FOUND) {
      throw desk.refused("send.notype", type, String.join(", ", near(type, client)));
    }
    if (!answer.isSuccess()) {
      throw Problems.failed(answer, desk.words());
    }
    return answer.json().path("versions");
  }

  /// The types of the same thing; all, if there are none.
  private static List<String> near(String type, Client client) throws InterruptedException {
    List<String> names =
        client
            .get(NAMES)
            .json()
            .path("items")
            .valueStream()
            .map(each -> each.path("name").asString(""))
            .sorted()
            .toList();
    String thing = type.split("\\.", 2)[0] + ".";
    List<String> near = names.stream().filter(name -> name.startsWith(thing)).toList();
    return near.isEmpty() ? names : near;
  }
}
