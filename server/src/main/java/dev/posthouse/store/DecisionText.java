package dev.posthouse.store;

import dev.posthouse.event.Decision;
import dev.posthouse.event.Decisions;
import dev.posthouse.event.EventId;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.json.Json;
import dev.posthouse.webhooks.change.Finding;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What was decided about an event, as its row holds it: JSON, null if there was nothing to decide.
final class DecisionText {
  private DecisionText() {}

  static byte @Nullable [] write(Decisions decisions) {
    if (decisions.equals(Decisions.NONE)) {
      return null;
    }
    ObjectNode json = Json.object();
    if (decisions.stale()) {
      json.put("stale", true);
    }
    for (Decision decision : decisions.each()) {
      ObjectNode one = json.withArray("subscriptions").addObject();
      one.put("id", decision.subscription().toString());
      one.put("finding", decision.finding().word());
      if (decision.against() != 0) {
        one.put("against", new EventId(decision.against()).toString());
      }
      if (!decision.changes().isEmpty()) {
        one.put("changes", decision.changes());
      }
    }
    return Json.bytes(json);
  }

  static Decisions read(byte @Nullable [] stored) {
    if (stored == null) {
      return Decisions.NONE;
    }
    JsonNode json = Json.parse(stored);
    var each = new ArrayList<Decision>();
    for (JsonNode one : json.path("subscriptions")) {
      String against = one.path("against").asString("");
      each.add(
          new Decision(
              SubscriptionId.parse(one.path("id").asString()),
              Finding.of(one.path("finding").asString()),
              against.isEmpty() ? 0 : EventId.parse(against).value(),
              one.path("changes").asString("")));
    }
    return new Decisions(json.path("stale").asBoolean(false), each);
  }
}
