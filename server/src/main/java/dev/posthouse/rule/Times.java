package dev.posthouse.rule;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.chrono.IsoEra;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;

/// Texts that are times, and how times are written.
final class Times {
  /// In characters.
  private static final int PATTERN_LIMIT = 100;

  private static final int KEPT = 1_000;

  /// As CEL bounds its times: years 1 to 9999.
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");

  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  /// ISO 8601 as business systems write it: the time may be missing, a space may stand for the `T`,
  /// the offset may be missing.
  private static final DateTimeFormatter ISO =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendPattern("[['T'][ ]")
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .appendPattern("[XXX][XX][X]]")
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private record Form(String pattern, Locale locale) {}

  private static final LoadingCache<Form, DateTimeFormatter> FORMS =
      Caffeine.newBuilder().maximumSize(KEPT).build(Times::compile);

  private Times() {}

  /// @throws Told if the text is no time
  static Instant parse(String text, ZoneId zone) {
    return parse(text, ISO, zone, "2026-03-01T10:15:30+08:00, 2026-03-01 10:15 or 2026-03-01");
  }

  static Instant parse(String text, String pattern, ZoneId zone) {
    return parse(text, form(pattern, Locale.ENGLISH), zone, pattern);
  }

  private static Instant parse(String text, DateTimeFormatter form, ZoneId zone, String example) {
    try {
      Instant instant = instant(form.parse(text.strip()), zone);
      if (!instant.isBefore(FIRST) && !instant.isAfter(LAST)) {
        return instant;
      }
    } catch (DateTimeException e) {
      // Told below, in our words.
    }
    Words shown = Path.shown(text);
    throw new Told(
            new Words(
                shown.english() + " is no time of the form " + example,
                shown.chinese() + " 不是 " + example + " 形式的时间"))
        .throughCel();
  }

  /// @param otherwise the zone where none was read
  private static Instant instant(TemporalAccessor time, ZoneId otherwise) {
    if (time.isSupported(ChronoField.INSTANT_SECONDS)) {
      return Instant.from(time);
    }
    ZoneId own = time.query(TemporalQueries.zone());
    ZoneId zone = own == null ? otherwise : own;
    LocalTime clock = time.query(TemporalQueries.localTime());
    LocalDate day = LocalDate.from(time);
    return clock == null
        ? day.atStartOfDay(zone).toInstant()
        : day.atTime(clock).atZone(zone).toInstant();
  }

  /// @throws Told if the pattern is none
  static DateTimeFormatter form(String pattern, Locale locale) {
    return FORMS.get(new Form(pattern, locale));
  }

  /// Strict, so that the 30th of February is no day; for that `yyyy` needs an era.
  private static DateTimeFormatter compile(Form form) {
    try {
      if (form.pattern().length() <= PATTERN_LIMIT) {
        return new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern(form.pattern())
            .parseDefaulting(ChronoField.ERA, IsoEra.CE.getValue())
            .toFormatter(form.locale())
            .withResolverStyle(ResolverStyle.STRICT);
      }
    } catch (IllegalArgumentException e) {
      throw noPattern(form, String.valueOf(e.getMessage()));
    } catch (ClassCastException e) {
      // the JDK's way to refuse `ppdMM`
      throw noPattern(form, "a padded number needs a sign between it and the next number");
    }
    throw new Told(new Words("a pattern of a time has at most 100 characters", "时间格式最多 100 个字符"))
        .throughCel();
  }

  private static RuntimeException noPattern(Form form, String why) {
    return new Told(
            new Words(
                "\"%s\" is no pattern of a time, such as yyyy-MM-dd HH:mm (%s)"
                    .formatted(form.pattern(), why),
                "\"%s\" 不是时间格式，正确的例如 yyyy-MM-dd HH:mm".formatted(form.pattern())))
        .throughCel();
  }

  /// @throws Told if there is no such zone
  static ZoneId zone(String name) {
    try {
      return name.equals("Z") ? ZoneOffset.UTC : ZoneId.of(name);
    } catch (DateTimeException e) {
      throw new Told(
              new Words(
                  "there is no time zone \"%s\"; write one like Asia/Kuala_Lumpur or +08:00"
                      .formatted(shortened(name)),
                  "没有时区 \"%s\"；请写成 Asia/Kuala_Lumpur 或 +08:00 的形式".formatted(shortened(name))))
          .throughCel();
    }
  }

  private static String shortened(String name) {
    return Texts.shortened(name, PATTERN_LIMIT);
  }
}
