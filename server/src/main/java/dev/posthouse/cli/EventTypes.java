package dev.posthouse.cli;

import tools.jackson.databind.JsonNode;

/// What the server knows of the types of events.
final class EventTypes {
  private EventTypes() {}

  /// The sample of the newest version that has one.
  static JsonNode sample(String type, Desk desk, Client client) throws InterruptedException {
    JsonNode versions =
        client.get("/v1/event-types/" + Client.encoded(type)).json().path("versions");
    return versions
        .valueStream()
        .filter(version -> version.has("sample"))
        .reduce((earlier, later) ->
            later.path("version").asInt(0) > earlier.path("version").asInt(0) ? later : earlier)
        .map(version -> version.path("sample"))
        .orElseThrow(() -> desk.refused("send.nosample", type));
  }
}
