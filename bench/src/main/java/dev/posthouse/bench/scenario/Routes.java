package dev.posthouse.bench.scenario;

import dev.posthouse.bench.part.ServerProcess;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What a ledger can be filled with: the routes of endpoints that a server has.
final class Routes {
  private Routes() {}

  /// Endpoints and subscriptions as asked, as `endpoint:subscription:revision`.
  static List<String> make(ServerProcess server, List<Subscribing.Target> targets)
      throws InterruptedException {
    var routes = new ArrayList<String>();
    for (Subscribing.Target target : targets) {
      String endpoint = Subscribing.endpoint(server, target).path("id").asString();
      JsonNode subscription = Subscribing.subscription(server, target, endpoint);
      routes.add(
          endpoint
              + ":"
              + subscription.path("id").asString()
              + ":"
              + subscription.path("revision").asLong());
    }
    return routes;
  }

  static String defaultTenant(ServerProcess server) throws InterruptedException {
    for (JsonNode tenant : server.call("GET", "/v1/tenants?limit=500", "", "").path("items")) {
      if (tenant.path("name").asString().equals("default")) {
        return tenant.path("id").asString();
      }
    }
    throw new IllegalStateException("there is no default tenant");
  }
}
