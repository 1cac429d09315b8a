package dev.posthouse.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The values for the `[UPPER_CASE]` names in a document: those that were set on the command line,
/// then those of the environment. No other variable leaves this machine.
///
/// @param fromEnvironment the names whose values were taken from there
record Placeholders(Map<String, String> values, Set<String> fromEnvironment) {
  private static final Pattern NAME = Pattern.compile("\\[([A-Z][A-Z0-9_]*)]");

  static Placeholders of(String text, List<String> set, Desk desk) {
    var names =
        NAME.matcher(text)
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    Map<String, String> values = set(set, names, desk);
    var fromEnvironment = new TreeSet<String>();
    for (String name : names) {
      String value = desk.shell().variables().get(name);
      if (value != null && !values.containsKey(name)) {
        values.put(name, value);
        fromEnvironment.add(name);
      }
    }
    return new Placeholders(values, fromEnvironment);
  }

  private static Map<String, String> set(List<String> set, Set<String> names, Desk desk) {
    var values = new LinkedHashMap<String, String>();
    for (String each : set) {
      String[] parts = each.split("=", 2);
      if (parts.length < 2) {
        throw desk.wrongUse("apply.noequals", parts[0]);
      }
      if (!names.contains(parts[0])) {
        throw desk.wrongUse("apply.unused", parts[0], String.join(" ", names));
      }
      values.put(parts[0], parts[1]);
    }
    return values;
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
