package dev.posthouse.json;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Pattern;

/// Durations as people write them: `500ms`, `30s`, `5m`, `72h`, `90d`, or ISO 8601 (`PT30S`).
public final class Durations {
  private static final Pattern SIMPLE = Pattern.compile("(\\d{1,15}) ?(ms|s|m|h|d)");
  private static final long MS_A_SECOND = 1_000;
  private static final long MS_A_MINUTE = 60_000;
  private static final long MS_AN_HOUR = 3_600_000;
  private static final long MS_A_DAY = 86_400_000;

  /// Up to here whole hours are written as hours: `72h`, but `90d`.
  private static final long HOURS_UP_TO = 3 * MS_A_DAY;

  /// The most milliseconds that the simple form can say, so that whatever was read can be written.
  private static final Duration LONGEST = Duration.ofMillis(999_999_999_999_999L);

  private Durations() {}

  /// @throws IllegalArgumentException with an example if it is not a duration
  public static Duration parse(String text) {
    var simple = SIMPLE.matcher(text.strip());
    try {
      Duration duration =
          simple.matches()
              ? Duration.ofMillis(
                  Math.multiplyExact(Long.parseLong(simple.group(1)), millis(simple.group(2))))
              : Duration.parse(text.strip().toUpperCase(Locale.ROOT));
      if (!duration.isNegative() && duration.compareTo(LONGEST) <= 0) {
        return duration;
      }
    } catch (DateTimeParseException | ArithmeticException e) {
      // told below, in our words
    }
    throw new IllegalArgumentException(
        "\"" + text + "\" is not a duration; write 500ms, 30s, 5m, 72h, 90d or PT30S");
  }

  /// The form that [#parse] reads, in the largest unit that keeps it whole.
  public static String format(Duration duration) {
    long millis = duration.toMillis();
    if (millis == 0) {
      return "0s";
    } else if (millis % MS_A_DAY == 0 && millis > HOURS_UP_TO) {
      return millis / MS_A_DAY + "d";
    } else if (millis % MS_AN_HOUR == 0) {
      return millis / MS_AN_HOUR + "h";
    } else if (millis % MS_A_MINUTE == 0) {
      return millis / MS_A_MINUTE + "m";
    } else if (millis % MS_A_SECOND == 0) {
      return millis / MS_A_SECOND + "s";
    }
    return millis + "ms";
  }

  private static long millis(String unit) {
    return switch (unit) {
      case "ms" -> 1;
      case "s" -> MS_A_SECOND;
      case "m" -> MS_A_MINUTE;
      case "h" -> MS_AN_HOUR;
      default -> MS_A_DAY;
    };
  }
}
