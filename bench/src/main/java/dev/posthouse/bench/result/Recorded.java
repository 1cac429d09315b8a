package dev.posthouse.bench.result;

import dev.posthouse.bench.part.Latency;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// One run of a scenario as its JSON file keeps it: where and how it was measured, its results, or
/// why there are none.
///
/// @param failure empty if it was measured
public record Recorded(
    String scenario,
    String database,
    Map<String, String> conditions,
    String failure,
    List<Result> results) {
  private static final JsonMapper JSON = JsonMapper.shared();

  public Recorded {
    conditions = new LinkedHashMap<>(conditions);
    results = List.copyOf(results);
  }

  /// Writes `DATABASE-SCENARIO.json`, over the one of an earlier run.
  public void write(Path folder) {
    ObjectNode json = JSON.createObjectNode();
    json.put("scenario", scenario).put("database", database).put("failure", failure);
    ObjectNode where = json.putObject("conditions");
    conditions.forEach(where::put);
    var list = json.putArray("results");
    for (Result result : results) {
      write(result, list.addObject());
    }
    try {
      Files.createDirectories(folder);
      String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json);
      Files.writeString(folder.resolve(database + "-" + scenario + ".json"), text + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Result result, ObjectNode json) {
    json.put("name", result.scenario());
    ObjectNode figures = json.putObject("figures");
    result.figures().forEach((name, value) -> figure(figures, name, value));
    ObjectNode facts = json.putObject("facts");
    result.facts().forEach(facts::put);
    ObjectNode curves = json.putObject("curves");
    result.curves().forEach((name, latency) -> curve(curves.putObject(name), latency));
  }

  /// JSON knows no NaN: what could not be measured is left out.
  private static void figure(ObjectNode figures, String name, double value) {
    if (Double.isFinite(value)) {
      figures.put(name, value);
    }
  }

  private static void curve(ObjectNode json, Latency latency) {
    json.put("count", latency.count());
    ObjectNode micros = json.putObject("micros");
    latency.points().forEach(p -> micros.put(Double.toString(p.percentile()), p.micros()));
  }

  /// Everything that was recorded in a folder.
  public static List<Recorded> all(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .sorted()
          .map(Recorded::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("there are no results in " + folder, e);
    }
  }

  private static Recorded read(Path file) {
    JsonNode json = JSON.readTree(file.toFile());
    String database = json.path("database").asString();
    Map<String, String> conditions = new LinkedHashMap<>();
    json.path("conditions")
        .properties()
        .forEach(e -> conditions.put(e.getKey(), e.getValue().asString()));
    var results = new ArrayList<Result>();
    for (JsonNode one : json.path("results")) {
      results.add(result(one, database));
    }
    return new Recorded(
        json.path("scenario").asString(),
        database,
        conditions,
        json.path("failure").asString(),
        results);
  }

  private static Result result(JsonNode json, String database) {
    var result = new Result(json.path("name").asString(), database);
    json.path("figures")
        .properties()
        .forEach(e -> result.figure(e.getKey(), e.getValue().asDouble()));
    json.path("facts").properties().forEach(e -> result.fact(e.getKey(), e.getValue().asString()));
    for (Map.Entry<String, JsonNode> curve : json.path("curves").properties()) {
      var points = new ArrayList<Latency.Point>();
      for (Map.Entry<String, JsonNode> point : curve.getValue().path("micros").properties()) {
        points.add(
            new Latency.Point(Double.parseDouble(point.getKey()), point.getValue().asLong()));
      }
      result.curve(curve.getKey(), new Latency(curve.getValue().path("count").asLong(), points));
    }
    return result;
  }
}
