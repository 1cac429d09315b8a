package dev.posthouse.json;

import java.util.regex.Pattern;

/// Sizes in bytes as people write them: `500KB`, `20MB`, `10GB`, `2TB`, each unit 1000 of the one
/// before.
public final class Sizes {
  private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB"};
  private static final long STEP = 1_000;
  private static final Pattern FORM = Pattern.compile("(\\d{1,15}) ?([KMGT]?B)");

  private Sizes() {}

  /// @throws IllegalArgumentException with an example if it is not a size
  public static long parse(String text) {
    var form = FORM.matcher(text.strip());
    try {
      if (form.matches()) {
        return Math.multiplyExact(Long.parseLong(form.group(1)), unit(form.group(2)));
      }
    } catch (ArithmeticException e) {
      // told below, in our words
    }
    throw new IllegalArgumentException(
        "\"" + text + "\" is not a size; write 500KB, 20MB, 10GB or 2TB (1KB is 1000 bytes)");
  }

  private static long unit(String name) {
    long unit = 1;
    for (int i = 0; !UNITS[i].equals(name); i++) {
      unit *= STEP;
    }
    return unit;
  }

  /// The form that [#parse] reads, in the largest unit that keeps it whole.
  public static String format(long bytes) {
    long count = bytes;
    int unit = 0;
    while (count != 0 && count % STEP == 0 && unit < UNITS.length - 1) {
      count /= STEP;
      unit++;
    }
    return count + UNITS[unit];
  }
}
