package dev.posthouse.bench.result;

import java.util.Locale;

/// One kind of figure: what it is called in both languages, and how its values are written.
///
/// @param format of `java.util.Formatter`, the unit included
record Measure(String name, String english, String chinese, String format) {
  String write(double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, format, value);
  }
}
