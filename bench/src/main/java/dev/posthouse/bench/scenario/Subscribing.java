package dev.posthouse.bench.scenario;

import dev.posthouse.bench.part.ServerProcess;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Makes the endpoints and subscriptions of a run: one filter of two conditions, a template of six
/// fields, signature on.
final class Subscribing {
  static final String TYPE = "sales_order.created";
  private static final JsonMapper JSON = JsonMapper.shared();

  private Subscribing() {}

  /// Where events go, and what is different about it.
  ///
  /// @param url of the receiver, whose path says how it answers
  /// @param tenant empty for the default one
  /// @param settings of the endpoint, beside name and URL
  record Target(String name, String url, String tenant, String type, Map<String, Object> settings) {
    Target {
      settings = Map.copyOf(settings);
    }

    static Target of(String name, String url) {
      return new Target(name, url, "", TYPE, Map.of());
    }

    Target with(Map<String, Object> other) {
      return new Target(name, url, tenant, type, other);
    }

    Target type(String other) {
      return new Target(name, url, tenant, other, settings);
    }

    Target tenant(String other) {
      return new Target(name, url, other, type, settings);
    }
  }

  /// The signing secret of the endpoint.
  static String subscribe(ServerProcess server, Target target) throws InterruptedException {
    JsonNode made = endpoint(server, target);
    subscription(server, target, made.path("id").asString());
    return made.path("signingSecret").asString();
  }

  static JsonNode endpoint(ServerProcess server, Target target) throws InterruptedException {
    ObjectNode endpoint = JSON.valueToTree(target.settings());
    endpoint.put("name", target.name()).put("url", target.url());
    return server.call("POST", "/v1/endpoints", endpoint.toString(), target.tenant());
  }

  /// The subscription as it was made.
  static JsonNode subscription(ServerProcess server, Target target, String endpoint)
      throws InterruptedException {
    ObjectNode subscription = JSON.createObjectNode();
    subscription.put("name", target.name()).put("endpoint", endpoint);
    subscription.putArray("types").add(target.type());
    subscription.putArray("filter").add("order.total > 100").add("order.status != \"draft\"");
    subscription
        .putObject("payload")
        .put("sequence", "{{ order.sequence }}")
        .put("sent_at", "{{ order.sent_at }}")
        .put("number", "{{ order.number }}")
        .put("total", "{{ order.total }}")
        .put("items", "{{ order.items }}")
        .put("note", "{{ order.note }}");
    return server.call("POST", "/v1/subscriptions", subscription.toString(), target.tenant());
  }

  /// Describes another type just as the shipped one, so that its events are checked as well.
  static void describe(ServerProcess server, String type) throws InterruptedException {
    JsonNode shipped = server.call("GET", "/v1/event-types/" + TYPE, "", "");
    ObjectNode described = JSON.createObjectNode().put("name", type).put("module", "sales_crm");
    JsonNode version = shipped.path("versions").path(0);
    ObjectNode only = described.putArray("versions").addObject().put("version", 1);
    only.set("schema", version.path("schema"));
    only.set("sample", version.path("sample"));
    server.call("POST", "/v1/event-types", described.toString(), "");
  }

  /// Takes away what an earlier run left in a data folder that is kept.
  static void clear(ServerProcess server) throws InterruptedException {
    for (JsonNode endpoint : server.call("GET", "/v1/endpoints?limit=500", "", "").path("items")) {
      server.call(
          "DELETE", "/v1/endpoints/" + endpoint.path("id").asString() + "?cascade=true", "", "");
    }
  }
}
