package dev.posthouse.bench.result;

import java.util.List;
import java.util.Locale;

/// Horizontal bars, each with a mark for what it must reach and one for what it aims at.
final class BarChart {
  private static final int LEFT = 190;
  private static final int WIDTH = 420;
  private static final int ROW = 34;
  private static final int TOP = 40;

  private BarChart() {}

  record Bar(String name, double value, double must, double aim) {}

  static String draw(List<Bar> bars) {
    double most =
        bars.stream().mapToDouble(b -> Math.max(b.value(), b.aim())).max().orElse(1) * 1.1;
    int height = TOP + bars.size() * ROW + 30;
    var svg = new StringBuilder(Svg.open(LEFT + WIDTH + 80, height));
    svg.append(Svg.text(10, 22, "deliveries/s ÷ nginx requests/s (| must, ‖ aim)"));
    for (int i = 0; i < bars.size(); i++) {
      Bar bar = bars.get(i);
      double scale = WIDTH / most;
      int y = TOP + i * ROW;
      svg.append(Svg.text(10, y + 16, bar.name()));
      String color = bar.value() >= bar.must() ? "#4a7c59" : "#b5533c";
      svg.append(Svg.box(LEFT, y, bar.value() * scale, color));
      svg.append(Svg.line(LEFT + bar.must() * scale, y - 3, LEFT + bar.must() * scale, y + 25));
      svg.append(Svg.line(LEFT + bar.aim() * scale, y - 3, LEFT + bar.aim() * scale, y + 25));
      svg.append(
          Svg.line(LEFT + bar.aim() * scale + 3, y - 3, LEFT + bar.aim() * scale + 3, y + 25));
      String value = String.format(Locale.ROOT, "%.2f", bar.value());
      svg.append(Svg.text(LEFT + Math.max(bar.value(), bar.aim()) * scale + 10, y + 16, value));
    }
    return svg.append("</svg>\n").toString();
  }
}
