package dev.posthouse.bench.part;

import java.util.HashMap;
import java.util.Map;

/// What `/metrics` said at a moment, by name; labels are added up.
public record Counters(Map<String, Double> values) {
  public Counters {
    values = Map.copyOf(values);
  }

  static Counters parse(String text) {
    Map<String, Double> values = new HashMap<>();
    for (String line : text.lines().filter(l -> !l.startsWith("#")).toList()) {
      int space = line.lastIndexOf(' ');
      int label = line.indexOf('{');
      String name = line.substring(0, label > 0 ? label : space);
      values.merge(name, Double.parseDouble(line.substring(space + 1)), Double::sum);
    }
    return new Counters(values);
  }

  public double value(String name) {
    return values.getOrDefault(name, 0.0);
  }

  /// How much it grew since `before`.
  public double since(Counters before, String name) {
    return value(name) - before.value(name);
  }
}
