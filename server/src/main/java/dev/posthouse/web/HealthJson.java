package dev.posthouse.web;

import dev.posthouse.config.Endpoint;
import dev.posthouse.config.Standing;
import dev.posthouse.deliver.HealthStatus;
import dev.posthouse.deliver.LaneStatus;
import dev.posthouse.json.Json;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// How the health of an endpoint is shown, and what led there.
final class HealthJson {
  private HealthJson() {}

  /// @param standing what is on record of it
  static ObjectNode of(Endpoint endpoint, LaneStatus lane, Optional<Standing> standing) {
    HealthStatus health = lane.health();
    Optional<Standing> disabled =
        standing.filter(s -> s.state() == Standing.State.DISABLED && !endpoint.enabled());
    Optional<Standing> failing = standing.filter(s -> s.state() == Standing.State.FAILING);
    Instant since =
        endpoint.enabled()
            ? health.failingSince()
            : disabled.map(Standing::since).orElse(Instant.MAX);
    String lastError =
        health.lastError().isEmpty() ? failing.map(Standing::cause).orElse("") : health.lastError();
    ObjectNode json = Json.object();
    json.put("health", state(endpoint, health));
    time(json, "since", since, Instant.MAX);
    text(json, "disabledBecause", disabled.map(Standing::cause).orElse(""));
    time(json, "lastSuccess", health.lastSuccess(), Instant.EPOCH);
    text(json, "lastError", lastError);
    json.put("failuresInARow", health.failures());
    return json;
  }

  private static String state(Endpoint endpoint, HealthStatus health) {
    if (!endpoint.enabled()) {
      return "disabled";
    } else if (health.broken()) {
      return "broken";
    }
    return health.failing() ? "failing" : "healthy";
  }

  private static void time(ObjectNode json, String name, Instant time, Instant never) {
    if (time.equals(never)) {
      json.putNull(name);
    } else {
      json.put(name, time.toString());
    }
  }

  private static void text(ObjectNode json, String name, String text) {
    if (text.isEmpty()) {
      json.putNull(name);
    } else {
      json.put(name, text);
    }
  }
}
