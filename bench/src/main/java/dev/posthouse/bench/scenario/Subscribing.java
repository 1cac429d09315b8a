package dev.posthouse.bench.scenario;

import dev.posthouse.bench.part.ServerProcess;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Makes the endpoints and subscriptions of a run: one filter of two conditions, a template of six
/// fields, signature on.
final class Subscribing {
  private static final JsonMapper JSON = JsonMapper.shared();

  private Subscribing() {}

  /// Where events go, and what is different about it.
  ///
  /// @param url of the receiver, whose path says how it answers
  /// @param tenant empty for the default one
  /// @param settings of the endpoint, beside name and URL
  record Target(String name, String url, String tenant, Map<String, Object> settings) {
    Target {
      settings = Map.copyOf(settings);
    }

    static Target of(String url) {
      return new Target("bench", url, "", Map.of());
    }
  }

  /// The signing secret of the endpoint.
  static String subscribe(ServerProcess server, Target target) throws InterruptedException {
    ObjectNode endpoint = JSON.valueToTree(target.settings());
    endpoint.put("name", target.name()).put("url", target.url());
    JsonNode made = server.call("POST", "/v1/endpoints", endpoint.toString(), target.tenant());
    ObjectNode subscription = JSON.createObjectNode();
    subscription.put("name", target.name()).put("endpoint", made.path("id").asString());
    subscription.putArray("types").add("sales_order.*");
    subscription.putArray("filter").add("order.total > 100").add("order.status != \"draft\"");
    subscription
        .putObject("payload")
        .put("sequence", "{{ order.sequence }}")
        .put("sent_at", "{{ order.sent_at }}")
        .put("number", "{{ order.number }}")
        .put("total", "{{ order.total }}")
        .put("items", "{{ order.items }}")
        .put("note", "{{ order.note }}");
    server.call("POST", "/v1/subscriptions", subscription.toString(), target.tenant());
    return made.path("signingSecret").asString();
  }
}
