package dev.posthouse.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// What the endpoints are called: people know names, the server ids.
record EndpointNames(Map<String, String> names) {
  private static final String PATH = "/v1/endpoints";
  private static final String ID = "ep_";

  static EndpointNames of(Client client) throws InterruptedException {
    var names = new LinkedHashMap<String, String>();
    all(client).forEach(one -> names.put(Desk.text(one, "id"), Desk.text(one, "name")));
    return new EndpointNames(names);
  }

  /// Every endpoint, newest first.
  static List<JsonNode> all(Client client) throws InterruptedException {
    return all(client, PATH);
  }

  /// Everything that a list of the server has.
  static List<JsonNode> all(Client client, String path) throws InterruptedException {
    var all = new ArrayList<JsonNode>();
    String cursor = "";
    do {
      Query query = new Query(path).with("limit", "500").with("cursor", cursor);
      JsonNode page = client.get(query.toString()).json();
      page.path("items").forEach(all::add);
      cursor = Desk.text(page, "next");
    } while (!cursor.isEmpty());
    return all;
  }

  /// @return its name, or the id of one that is gone
  String name(String id) {
    return names.getOrDefault(id, id);
  }

  /// The id of the endpoint that is called so; empty for nothing.
  static String id(String nameOrId, Desk desk, Client client) throws InterruptedException {
    if (nameOrId.isEmpty() || nameOrId.startsWith(ID)) {
      return nameOrId;
    }
    EndpointNames known = of(client);
    return known.names.entrySet().stream()
        .filter(entry -> entry.getValue().equals(nameOrId))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow(() ->
            desk.refused("endpoint.unknown", nameOrId, String.join(", ", known.names.values())));
  }
}
