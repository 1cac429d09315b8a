package dev.posthouse.rule;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// The lookup tables of a subscription, by name; each leads from a key to a JSON value.
public record Tables(Map<String, Map<String, JsonNode>> tables) {
  public static final Tables NONE = new Tables(Map.of());

  public Tables {
    Map<String, Map<String, JsonNode>> copy = new LinkedHashMap<>();
    tables.forEach(
        (name, table) -> copy.put(name, Collections.unmodifiableMap(new LinkedHashMap<>(table))));
    tables = Collections.unmodifiableMap(copy);
  }

  public boolean isEmpty() {
    return tables.isEmpty();
  }
}
