package dev.posthouse.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// What the endpoints are called: people know names, the server ids.
record EndpointNames(Map<String, String> names) {
  private static final String PATH = "/v1/endpoints";
  private static final String ID = "ep_";

  /// For programs, which know ids.
  static final EndpointNames NONE = new EndpointNames(Map.of());

  static EndpointNames of(Client client) throws InterruptedException {
    var names = new LinkedHashMap<String, String>();
    all(client).forEach(one -> names.put(Desk.text(one, "id"), Desk.text(one, "name")));
    return new EndpointNames(names);
  }

  /// Every endpoint, newest first.
  static List<JsonNode> all(Client client) throws InterruptedException {
    return Lists.all(client, new Query(PATH));
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
