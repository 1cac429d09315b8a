package dev.posthouse.config;

import dev.posthouse.json.Fields;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/// The fields of a subscription that make [Conditions].
final class ConditionsForm {
  private static final String DELIVER = "deliver";
  private static final String SKIP = "skip";

  private ConditionsForm() {}

  static Conditions read(Fields fields) {
    return new Conditions(fields.choice("stale", false, Map.of(DELIVER, false, SKIP, true)));
  }

  static void write(ObjectNode json, Conditions conditions) {
    json.put("stale", conditions.skipStale() ? SKIP : DELIVER);
  }
}
