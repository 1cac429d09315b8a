package dev.posthouse.bench.result;

import java.util.Locale;

/// The few elements that the charts are made of.
final class Svg {
  private Svg() {}

  static String open(int width, int height) {
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"13\"><rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>%n"
        .formatted(width, height);
  }

  static String text(double x, double y, String text) {
    return colored(x, y, text, "#333");
  }

  static String colored(double x, double y, String text, String color) {
    return String.format(
        Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" fill=\"%s\">%s</text>%n", x, y, color, text);
  }

  static String box(double x, double y, double width, String color) {
    return String.format(
        Locale.ROOT,
        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"22\" fill=\"%s\"/>%n",
        x,
        y,
        width,
        color);
  }

  static String line(double x, double y, double toX, double toY) {
    return String.format(
        Locale.ROOT,
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#333\"/>%n",
        x,
        y,
        toX,
        toY);
  }

  static String faint(double x, double y, double toX, double toY) {
    return line(x, y, toX, toY).replace("#333", "#ddd");
  }

  static String path(String points, String color) {
    return String.format(
        Locale.ROOT,
        "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n",
        points,
        color);
  }
}
