package dev.posthouse.rule;

import dev.cel.common.types.SimpleType;
import dev.posthouse.rule.Definition.Parameter;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;

/// Functions that read and write times.
final class TimeFunctions {
  private static final String UTC = "Z";
  private static final Parameter ZONE = new Parameter(Kind.TEXT, Times::zone);
  private static final Parameter LOCALE = new Parameter(Kind.TEXT, Locales::of);
  private static final Parameter PATTERN =
      new Parameter(Kind.TEXT, pattern -> Times.form(pattern, Locale.ENGLISH));

  private TimeFunctions() {}

  static List<Definition> all() {
    return List.of(formatTime(), date(), parseTime());
  }

  private static Definition formatTime() {
    return new Definition(
        new TemplateFunction(
            "formatTime",
            "formatTime(time, pattern[, zone[, locale]])",
            "The time in the pattern of java.time (yyyy-MM-dd HH:mm), in the zone (UTC if none is given) and in the words of the locale (en if none is given). A text that tells no zone of its own is taken as a time of that zone.",
            "按 java.time 的格式（yyyy-MM-dd HH:mm）书写时间，使用给定时区（默认为 UTC）和区域设置的用词（默认为 en）。文本自身不带时区时，视为该时区的时间。",
            "formatTime('2026-03-01T10:15:30Z', 'yyyy-MM-dd HH:mm', 'Asia/Kuala_Lumpur')",
            "\"2026-03-01 18:15\"",
            false),
        List.of(Parameter.of(Kind.TIME), PATTERN, ZONE, LOCALE),
        2,
        SimpleType.STRING,
        arguments -> {
          ZoneId zone = Times.zone(arguments.text(2, UTC));
          Locale locale = Locales.of(arguments.text(3, Locales.DEFAULT));
          Instant time = arguments.time(0, zone);
          return Texts.built(Times.form(arguments.text(1), locale).format(time.atZone(zone)));
        });
  }

  private static Definition date() {
    return new Definition(
        new TemplateFunction(
            "date",
            "date(text[, zone])",
            "The time that an ISO 8601 text means, with which can be computed; the time of day may be missing (midnight), and so may the offset (then it is the zone's, UTC if none is given).",
            "ISO 8601 文本所表示的时间，可参与运算；可以没有时刻（视为零点），也可以没有时差（按给定时区，默认为 UTC）。",
            "date('2026-03-01', 'Asia/Kuala_Lumpur') + duration('720h')",
            "\"2026-03-30T16:00:00Z\"",
            false),
        List.of(Parameter.of(Kind.TIME), ZONE),
        1,
        SimpleType.TIMESTAMP,
        arguments -> arguments.time(0, Times.zone(arguments.text(1, UTC))));
  }

  private static Definition parseTime() {
    return new Definition(
        new TemplateFunction(
            "parseTime",
            "parseTime(text, pattern[, zone])",
            "The time that a text of the given pattern means.",
            "按给定格式解析的时间。",
            "parseTime('01/03/2026 18:15', 'dd/MM/yyyy HH:mm', 'Asia/Kuala_Lumpur')",
            "\"2026-03-01T10:15:00Z\"",
            false),
        List.of(Parameter.of(Kind.TEXT), PATTERN, ZONE),
        2,
        SimpleType.TIMESTAMP,
        arguments ->
            Times.parse(arguments.text(0), arguments.text(1), Times.zone(arguments.text(2, UTC))));
  }
}
