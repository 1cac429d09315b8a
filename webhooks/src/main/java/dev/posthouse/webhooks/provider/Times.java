package dev.posthouse.webhooks.provider;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.regex.Pattern;

/// Reads the times that providers send. What cannot be read is [Instant#EPOCH]: an event without a
/// time is better than none.
final class Times {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,15}");

  /// ISO 8601 with a `T` or a space, an offset of any form or none, which means UTC.
  private static final DateTimeFormatter TEXT =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendPattern("['T'][' ']")
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .appendPattern("[' '][XXX][XX][X]")
          .toFormatter(Locale.ROOT);

  private Times() {}

  static Instant text(String text) {
    try {
      TemporalAccessor read =
          TEXT.parseBest(text.replace(" UTC", "Z"), OffsetDateTime::from, LocalDateTime::from);
      return read instanceof OffsetDateTime known
          ? known.toInstant()
          : LocalDateTime.from(read).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException otherForm) {
      return Instant.EPOCH;
    }
  }

  static Instant seconds(String number) {
    return NUMBER.matcher(number).matches()
        ? Instant.ofEpochSecond(Math.min(Long.parseLong(number), 253_402_300_799L))
        : Instant.EPOCH;
  }

  static Instant milliseconds(String number) {
    return NUMBER.matcher(number).matches()
        ? Instant.ofEpochMilli(Long.parseLong(number))
        : Instant.EPOCH;
  }
}
