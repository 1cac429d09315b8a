package dev.posthouse.bench.result;

import java.util.Locale;
import java.util.Map;

/// A result as a table for the terminal.
public final class Terminal {
  private Terminal() {}

  public static String table(Result result) {
    var text = new StringBuilder();
    text.append("%n%s on %s%n".formatted(result.scenario(), result.database()));
    for (Map.Entry<String, String> fact : result.facts().entrySet()) {
      text.append("  %s: %s%n".formatted(fact.getKey(), fact.getValue()));
    }
    for (Measure measure : Measures.ALL) {
      Double value = result.figures().get(measure.name());
      if (value != null) {
        text.append(line(result, measure, value));
      }
    }
    result.figures().keySet().stream()
        .filter(name -> Measures.ALL.stream().noneMatch(m -> m.name().equals(name)))
        .forEach(name -> text.append(line(result, Measures.named(name), result.figure(name))));
    return text.toString();
  }

  private static String line(Result result, Measure measure, double value) {
    String judged =
        Target.of(result.scenario(), result.database(), measure.name())
            .map(target ->
                "   must %s, aim %s: %s"
                    .formatted(
                        measure.write(target.must()),
                        measure.write(target.aim()),
                        target.judge(value).name().toLowerCase(Locale.ROOT)))
            .orElse("");
    return String.format(
        Locale.ROOT, "  %-46s %14s%s%n", measure.english(), measure.write(value), judged);
  }
}
