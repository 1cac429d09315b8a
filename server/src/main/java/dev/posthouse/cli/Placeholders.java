package dev.posthouse.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The values for the placeholders of a document: those that were set on the command line, and
/// those of the environment that the server asks for, as only it knows what is a placeholder. No
/// other variable leaves this machine.
final class Placeholders {
  private final Map<String, String> values;
  private final Set<String> fromEnvironment = new TreeSet<>();

  private Placeholders(Map<String, String> values) {
    this.values = values;
  }

  /// @param set each `NAME=VALUE`
  static Placeholders of(List<String> set, Desk desk) {
    var values = new LinkedHashMap<String, String>();
    for (String each : set) {
      String[] parts = each.split("=", 2);
      if (parts.length < 2) {
        throw desk.wrongUse("apply.noequals", parts[0]);
      }
      values.put(parts[0], parts[1]);
    }
    return new Placeholders(values);
  }

  /// Takes what the server misses from the environment.
  ///
  /// @return whether there was any of it
  boolean supply(JsonNode missing, Map<String, String> environment) {
    int before = values.size();
    for (JsonNode each : missing) {
      String name = each.asString("");
      String value = environment.get(name);
      if (value != null && values.putIfAbsent(name, value) == null) {
        fromEnvironment.add(name);
      }
    }
    return values.size() > before;
  }

  /// What is sent to the server.
  String body(String document) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("document", document);
    ObjectNode given = body.putObject("values");
    values.forEach(given::put);
    return body.toString();
  }

  /// Which variables went along; never their values.
  void tell(Desk desk) {
    if (!fromEnvironment.isEmpty()) {
      desk.say("apply.environment", String.join(", ", fromEnvironment));
    }
  }
}
