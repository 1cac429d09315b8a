package dev.posthouse.cli;

/// Bytes as people read them.
final class Sizes {
  private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB"};

  private Sizes() {}

  static String shown(long bytes) {
    double size = bytes;
    int unit = 0;
    while (size >= 1_000 && unit < UNITS.length - 1) {
      size /= 1_000;
      unit++;
    }
    return unit == 0 || size >= 100
        ? "%.0f %s".formatted(size, UNITS[unit])
        : "%.1f %s".formatted(size, UNITS[unit]);
  }
}
