package dev.posthouse.bench.result;

import dev.posthouse.bench.part.Latency;
import java.util.List;
import java.util.Locale;

/// Latencies by percentile, both axes logarithmic: each step to the right has a tenth of the events
/// left.
final class CurveChart {
  private static final int LEFT = 70;
  private static final int TOP = 40;
  private static final int WIDTH = 520;
  private static final int HEIGHT = 260;
  private static final double LEAST = 0.1;
  private static final double MOST = 10_000;
  private static final double NINES = 5;
  private static final List<String> COLORS =
      List.of("#4a7c59", "#3b6ea8", "#b5533c", "#8b5fa8", "#8a7a2f");

  private CurveChart() {}

  record Curve(String name, Latency latency) {}

  static String draw(String database, List<Curve> curves) {
    var svg = new StringBuilder(Svg.open(LEFT + WIDTH + 150, TOP + HEIGHT + 40));
    svg.append(Svg.text(10, 22, "publish → received, milliseconds by percentile, " + database));
    for (double millis = LEAST; millis <= MOST; millis *= 10) {
      svg.append(Svg.faint(LEFT, y(millis), LEFT + WIDTH, y(millis)));
      svg.append(Svg.text(10, y(millis) + 4, String.format(Locale.ROOT, "%,.1f", millis)));
    }
    for (double percentile : new double[] {0, 90, 99, 99.9, 99.99}) {
      svg.append(Svg.faint(x(percentile), TOP, x(percentile), TOP + HEIGHT));
      svg.append(Svg.text(x(percentile) - 8, TOP + HEIGHT + 18, label(percentile)));
    }
    for (int i = 0; i < curves.size(); i++) {
      String color = COLORS.get(i % COLORS.size());
      svg.append(Svg.path(points(curves.get(i).latency()), color));
      svg.append(Svg.colored(LEFT + WIDTH + 12, TOP + 14 + i * 20, curves.get(i).name(), color));
    }
    return svg.append("</svg>\n").toString();
  }

  private static String label(double percentile) {
    return String.format(Locale.ROOT, percentile % 1 == 0 ? "%.0f" : "%s", percentile);
  }

  private static String points(Latency latency) {
    var path = new StringBuilder();
    for (Latency.Point point : latency.points()) {
      if (point.percentile() < 100) {
        path.append(path.isEmpty() ? "M" : " L");
        path.append(
            String.format(
                Locale.ROOT, "%.1f %.1f", x(point.percentile()), y(point.micros() / 1_000.0)));
      }
    }
    return path.toString();
  }

  private static double x(double percentile) {
    double left = Math.max(1e-5, 1 - percentile / 100);
    return LEFT + Math.min(NINES, -Math.log10(left)) / NINES * WIDTH;
  }

  private static double y(double millis) {
    double share = Math.log10(Math.clamp(millis, LEAST, MOST) / LEAST) / Math.log10(MOST / LEAST);
    return TOP + HEIGHT * (1 - share);
  }
}
