package dev.posthouse.bench.part;

import java.util.ArrayList;
import java.util.List;

/// Percentiles of a time, in microseconds.
public record Latency(long count, List<Point> points) {
  /// That many of a hundred took at most so long.
  public record Point(double percentile, long micros) {}

  public Latency {
    points = List.copyOf(points);
  }

  /// A count, then a percentile and its microseconds on each line.
  static Latency parse(String text) {
    List<String> lines = text.strip().lines().toList();
    var points = new ArrayList<Point>();
    for (String line : lines.subList(1, lines.size())) {
      String[] pair = line.split(" ", 2);
      points.add(new Point(Double.parseDouble(pair[0]), Long.parseLong(pair[1])));
    }
    return new Latency(Long.parseLong(lines.getFirst()), points);
  }

  /// In milliseconds.
  ///
  /// @param percentile one of those that were kept
  public double at(double percentile) {
    return points.stream()
        .filter(p -> p.percentile() == percentile)
        .mapToDouble(p -> p.micros() / 1_000.0)
        .findFirst()
        .orElseThrow();
  }
}
