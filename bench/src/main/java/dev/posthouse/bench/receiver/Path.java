package dev.posthouse.bench.receiver;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/// What the path of a delivery asks for: `/take/GROUP/SPACE`, `/slow-2000/…`, `/hang/…` and so on.
/// Latencies are kept by group; a number may come once in each space.
record Path(byte[] text, Way way, int argument, int group, int space) {
  /// How a request is answered.
  enum Way {
    /// 200 at once.
    TAKE,
    /// 200 after that many milliseconds.
    SLOW,
    /// Never.
    HANG,
    /// 200, one byte a second.
    DRIP,
    /// 500.
    FAIL,
    /// That many of a hundred attempts, at random, get 500.
    HALF,
    /// 503 with `Retry-After` while the gate is closed, then 200.
    GATE
  }

  static Path of(byte[] bytes, int from, int to) {
    byte[] text = Arrays.copyOfRange(bytes, from, to);
    String[] parts = new String(text, StandardCharsets.US_ASCII).split("/", -1);
    String[] way = (parts.length > 1 ? parts[1] : "").split("-", 2);
    return new Path(
        text,
        way[0].isEmpty() ? Way.TAKE : Way.valueOf(way[0].toUpperCase(Locale.ROOT)),
        way.length > 1 ? Integer.parseInt(way[1]) : 0,
        number(parts, 2),
        number(parts, 3));
  }

  private static int number(String[] parts, int at) {
    return parts.length > at ? Integer.parseInt(parts[at]) : 0;
  }

  boolean same(byte[] bytes, int from, int to) {
    return Arrays.equals(text, 0, text.length, bytes, from, to);
  }
}
