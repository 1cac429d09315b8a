package dev.posthouse.rule;

import dev.posthouse.json.Json;
import java.util.Collections;
import java.util.HashMap;
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

  /// Their entries as CEL sees them.
  Map<String, Map<String, Object>> values() {
    Map<String, Map<String, Object>> all = new HashMap<>();
    tables.forEach((name, table) -> {
      Map<String, Object> values = HashMap.newHashMap(table.size());
      table.forEach((key, value) -> values.put(key, TracingReader.read(Json.bytes(value)).value()));
      all.put(name, values);
    });
    return all;
  }

  public boolean isEmpty() {
    return tables.isEmpty();
  }
}
