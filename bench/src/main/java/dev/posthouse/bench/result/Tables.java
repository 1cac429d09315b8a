package dev.posthouse.bench.result;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The tables of the pages, as Markdown.
final class Tables {
  private static final List<String> DATABASES = List.of("sqlite", "postgresql");
  private static final Map<String, String> TITLES =
      Map.of("sqlite", "SQLite", "postgresql", "PostgreSQL");

  /// The figures of the wide table.
  private static final List<String> WIDE =
      List.of(
          "events_per_s",
          "cpu_us_per_event",
          "p50_ms",
          "p99_ms",
          "received_p50_ms",
          "received_p99_ms",
          "commits_per_event",
          "statements_per_event",
          "rss_mb",
          "gc_longest_ms",
          "lost",
          "duplicates");

  private final List<Recorded> recorded;

  Tables(List<Recorded> recorded) {
    this.recorded = recorded;
  }

  String named(String name, Language language) {
    return switch (name) {
      case "conditions" -> conditions();
      case "targets" -> targets(language);
      case "sqlite", "postgresql" -> wide(name, language);
      case "details" -> details(language);
      default -> throw new IllegalArgumentException("there is no table " + name);
    };
  }

  private Optional<Result> result(String database, String scenario) {
    return recorded.stream()
        .filter(r -> r.database().equals(database))
        .flatMap(r -> r.results().stream())
        .filter(r -> r.scenario().equals(scenario))
        .findFirst();
  }

  /// Every condition once; where runs differ, all that there were, or from which to which: but
  /// every command, so that each run can be repeated.
  private String conditions() {
    var text = new StringBuilder("| | |\n|---|---|\n");
    Set<String> names =
        recorded.stream()
            .flatMap(r -> r.conditions().keySet().stream())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    for (String name : names) {
      Set<String> values =
          recorded.stream()
              .map(r -> r.conditions().getOrDefault(name, ""))
              .filter(value -> !value.isEmpty())
              .collect(Collectors.toCollection(TreeSet::new));
      if (!values.isEmpty()) {
        String said = name.equals("command") ? String.join("<br>", values) : shortened(values);
        text.append("| %s | %s |%n".formatted(name, said));
      }
    }
    return text.toString();
  }

  private static String shortened(Set<String> values) {
    List<String> all = List.copyOf(values);
    return all.size() <= 4 ? String.join("<br>", all) : all.getFirst() + " … " + all.getLast();
  }

  private String targets(Language language) {
    var text = new StringBuilder();
    text.append(
        language.of(
            "| what | must | aim | SQLite | PostgreSQL |\n|---|---|---|---|---|\n",
            "| 指标 | 必须 | 目标 | SQLite | PostgreSQL |\n|---|---|---|---|---|\n"));
    for (Demand demand : Demand.ALL) {
      text.append("| ").append(language.of(demand.english(), demand.chinese()));
      text.append(" | ").append(bounds(demand, Target::must)).append(" | ");
      text.append(bounds(demand, Target::aim));
      for (String database : DATABASES) {
        text.append(" | ").append(judged(demand, database, language));
      }
      text.append(" |\n");
    }
    text.append(memory(language));
    return text.toString();
  }

  private static String bounds(Demand demand, java.util.function.ToDoubleFunction<Target> bound) {
    Measure measure = Measures.named(demand.figure());
    return DATABASES.stream()
        .flatMap(db -> Target.of(demand.scenario(), db, demand.figure()).stream())
        .map(target -> measure.write(bound.applyAsDouble(target)))
        .distinct()
        .collect(Collectors.joining("; "));
  }

  private String judged(Demand demand, String database, Language language) {
    Optional<Result> result = result(database, demand.scenario());
    double value = result.map(r -> r.figure(demand.figure())).orElse(Double.NaN);
    if (Double.isNaN(value)) {
      return failure(database, demand.scenario(), language);
    }
    String written = Measures.named(demand.figure()).write(value);
    return Target.of(demand.scenario(), database, demand.figure())
        .map(target -> marked(written, target.judge(value), language))
        .orElse(written);
  }

  private static String marked(String written, Target.Reached reached, Language language) {
    return switch (reached) {
      case AIM -> written + " ✓✓";
      case MUST -> written + " ✓";
      case MISSED -> "**" + written + "** " + language.of("missed", "未达到");
    };
  }

  private String failure(String database, String scenario, Language language) {
    boolean failed =
        recorded.stream()
            .filter(r -> r.database().equals(database) && !r.failure().isEmpty())
            .anyMatch(r -> scenario.startsWith(r.scenario()));
    return failed ? language.of("**failed**", "**失败**") : language.of("not measured", "未测");
  }

  /// The most memory of any scenario but the one with large payloads.
  private String memory(Language language) {
    Measure measure = Measures.named("rss_mb");
    Target bounds = Target.of("saturation", DATABASES.getFirst(), "rss_mb").orElseThrow();
    var text = new StringBuilder("| ");
    text.append(
        language.of("peak RSS, any scenario but the large payloads", "内存峰值 RSS，大报文之外的任何场景"));
    text.append(" | ").append(measure.write(bounds.must()));
    text.append(" | ").append(measure.write(bounds.aim()));
    for (String database : DATABASES) {
      double most =
          recorded.stream()
              .filter(r -> r.database().equals(database))
              .flatMap(r -> r.results().stream())
              .filter(r -> !r.scenario().equals("large"))
              .mapToDouble(r -> r.figure("rss_mb"))
              .filter(Double::isFinite)
              .max()
              .orElse(Double.NaN);
      String written = measure.write(most);
      text.append(" | ");
      text.append(
          Target.of("saturation", database, "rss_mb")
              .filter(t -> !Double.isNaN(most))
              .map(t -> marked(written, t.judge(most), language))
              .orElse(language.of("not measured", "未测")));
    }
    return text.append(" |\n").toString();
  }

  private String wide(String database, Language language) {
    var text = new StringBuilder("| ").append(language.of("scenario", "场景"));
    for (String figure : WIDE) {
      Measure measure = Measures.named(figure);
      text.append(" | ").append(language.of(measure.english(), measure.chinese()));
    }
    text.append(" |\n|---").append("|---".repeat(WIDE.size())).append("|\n");
    for (Recorded one : recorded) {
      if (one.database().equals(database)) {
        one.results().forEach(result -> text.append(row(result)));
        if (!one.failure().isEmpty()) {
          text.append("| %s | %s |%n".formatted(one.scenario(), failed(one, language)));
        }
      }
    }
    return text.toString();
  }

  private static String failed(Recorded one, Language language) {
    return language.of("**failed**: ", "**失败**：") + one.failure().lines().findFirst().orElse("");
  }

  private static String row(Result result) {
    return WIDE.stream()
        .map(figure -> Measures.named(figure).write(result.figure(figure)))
        .collect(Collectors.joining(" | ", "| " + result.scenario() + " | ", " |\n"));
  }

  /// Every figure of every result.
  private String details(Language language) {
    var text = new StringBuilder();
    for (Recorded one : recorded) {
      for (Result result : one.results()) {
        text.append("%n**%s, %s**%n%n".formatted(result.scenario(), TITLES.get(result.database())));
        text.append("| | |\n|---|---|\n");
        result
            .facts()
            .forEach((name, value) -> text.append("| %s | %s |%n".formatted(name, value)));
        result.figures().forEach((name, value) -> text.append(line(name, value, language)));
      }
    }
    return text.append('\n').toString();
  }

  private static String line(String name, double value, Language language) {
    Measure measure = Measures.named(name);
    return String.format(
        Locale.ROOT,
        "| %s | %s |%n",
        language.of(measure.english(), measure.chinese()),
        measure.write(value));
  }
}
