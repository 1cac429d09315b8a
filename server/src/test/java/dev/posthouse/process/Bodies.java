package dev.posthouse.process;

import dev.posthouse.testing.Received;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/// What stands in the bodies of webhooks that tests published.
final class Bodies {
  private static final JsonMapper JSON = new JsonMapper();

  private Bodies() {}

  /// The id that [Client#publish] put into the data, of each request.
  static List<String> ids(List<Received> requests) {
    return requests.stream().map(Bodies::id).toList();
  }

  static String id(Received request) {
    return JSON.readTree(request.body()).path("data").path("id").asString();
  }
}
