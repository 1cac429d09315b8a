package dev.posthouse.deliver;

import dev.posthouse.event.Outcome.Answered;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Reads the header `Retry-After` (RFC 9110, 10.2.3): seconds, or a date in any of the three forms
/// of HTTP (5.6.7).
final class RetryAfter {
  /// A receiver may not silence its endpoint for longer than this.
  static final Duration MOST = Duration.ofHours(1);

  private static final List<DateTimeFormatter> DATES =
      List.of(
          DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
              .withZone(ZoneOffset.UTC),
          new DateTimeFormatterBuilder()
              .appendPattern("EEEE, dd-MMM-")
              .appendValueReduced(ChronoField.YEAR, 2, 2, 2000)
              .appendPattern(" HH:mm:ss 'GMT'")
              .toFormatter(Locale.US)
              .withZone(ZoneOffset.UTC),
          DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.US)
              .withZone(ZoneOffset.UTC));

  private RetryAfter() {}

  /// Until when an answer asks us to wait; empty if it does not, or if what it says is garbage, or
  /// not in the future.
  static Optional<Instant> of(Answered answer, Instant now) {
    return answer
        .header("retry-after")
        .flatMap(text -> parse(text.strip(), now))
        .filter(until -> until.isAfter(now))
        .map(until -> until.isAfter(now.plus(MOST)) ? now.plus(MOST) : until);
  }

  private static Optional<Instant> parse(String text, Instant now) {
    if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.of(now.plus(seconds(text)));
    }
    return DATES.stream().flatMap(format -> date(format, text).stream()).findFirst();
  }

  private static Duration seconds(String digits) {
    String number = digits.replaceFirst("^0+(?=.)", "");
    return number.length() > 5 ? MOST : Duration.ofSeconds(Long.parseLong(number));
  }

  private static Optional<Instant> date(DateTimeFormatter format, String text) {
    try {
      return Optional.of(format.parse(text, Instant::from));
    } catch (DateTimeException notThisForm) {
      return Optional.empty();
    }
  }
}
