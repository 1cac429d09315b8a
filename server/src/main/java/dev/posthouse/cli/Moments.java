package dev.posthouse.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// Times as people write and read them.
final class Moments {
  private static final Pattern AGO = Pattern.compile("(\\d{1,6})([smhd])");
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
  private static final DateTimeFormatter SHOWN =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  private Moments() {}

  /// `2h` is two hours ago, a date its beginning here; anything else is for the server to read.
  static String read(String text, Desk desk) {
    Matcher ago = AGO.matcher(text);
    if (ago.matches()) {
      long count = Long.parseLong(ago.group(1));
      Duration before =
          switch (ago.group(2)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
          };
      return desk.shell().clock().instant().minus(before).toString();
    }
    return DATE.matcher(text).matches() ? date(text, desk) : text;
  }

  private static String date(String text, Desk desk) {
    try {
      return LocalDate.parse(text).atStartOfDay(desk.shell().zone()).toInstant().toString();
    } catch (DateTimeException e) {
      throw desk.wrongUse("time.wrong", text);
    }
  }

  /// Of milliseconds with many digits, as many as people read.
  static String took(JsonNode millis) {
    double number = millis.asDouble(0);
    return String.format(Locale.ROOT, number < 10 ? "%.1f" : "%.0f", number);
  }

  /// In the zone of the caller; what is no time, as it is.
  static String shown(String time, ZoneId zone) {
    try {
      return time.isEmpty() ? "" : SHOWN.format(Instant.parse(time).atZone(zone));
    } catch (DateTimeException e) {
      return time;
    }
  }
}
