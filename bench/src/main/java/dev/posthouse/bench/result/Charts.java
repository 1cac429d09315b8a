package dev.posthouse.bench.result;

import dev.posthouse.bench.part.Latency;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The charts of the pages: bars of ratios with their targets, and latencies by percentile.
final class Charts {
  private static final List<String> RATIOS = List.of("saturation", "batches", "fanout");

  private Charts() {}

  static List<Path> write(Path folder, List<Recorded> recorded) {
    var written = new ArrayList<Path>();
    try {
      Files.createDirectories(folder);
      List<Result> results = recorded.stream().flatMap(r -> r.results().stream()).toList();
      written.add(write(folder.resolve("ratios.svg"), BarChart.draw(bars(results))));
      for (String database : List.of("sqlite", "postgresql")) {
        Path file = folder.resolve("latency-" + database + ".svg");
        written.add(write(file, CurveChart.draw(database, curves(results, database))));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return written;
  }

  private static Path write(Path file, String svg) throws IOException {
    return Files.writeString(file, svg);
  }

  private static List<BarChart.Bar> bars(List<Result> results) {
    var bars = new ArrayList<BarChart.Bar>();
    for (String scenario : RATIOS) {
      for (Result result : results) {
        if (result.scenario().equals(scenario)) {
          Target target = Target.of(scenario, result.database(), "ratio").orElseThrow();
          String name = scenario + ", " + result.database();
          bars.add(new BarChart.Bar(name, result.figure("ratio"), target.must(), target.aim()));
        }
      }
    }
    return bars;
  }

  private static List<CurveChart.Curve> curves(List<Result> results, String database) {
    var curves = new ArrayList<CurveChart.Curve>();
    for (Result result : results) {
      boolean open = result.scenario().startsWith("open-") || result.scenario().equals("half-load");
      if (open && result.database().equals(database)) {
        for (Map.Entry<String, Latency> curve : result.curves().entrySet()) {
          curves.add(new CurveChart.Curve(result.scenario(), curve.getValue()));
        }
      }
    }
    return curves;
  }
}
