package dev.posthouse.webhooks;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;

/// The time that a signature covers, and how far it may lie from the receiver's.
///
/// @param header where it stands; empty if it stands in the signature's own header, or there is
///   none
/// @param past how old a message may be, inclusive, to the unit; [#FOREVER] if it is not looked at
/// @param future how far ahead a sender's clock may be, inclusive; [#FOREVER] likewise
public record SignedTime(String header, Unit unit, Duration past, Duration future) {
  /// No limit.
  public static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();

  /// No time is signed.
  public static final SignedTime NONE = new SignedTime("", Unit.TEXT, FOREVER, FOREVER);

  /// @throws IllegalArgumentException if a tolerance is negative
  public SignedTime {
    if (past.isNegative() || future.isNegative()) {
      throw new IllegalArgumentException("A tolerance is negative. Use 0 seconds or more");
    }
  }

  /// In a header of its own, with the tolerance of five minutes both ways.
  public static SignedTime in(String header, Unit unit) {
    return new SignedTime(header, unit, Verifier.DEFAULT_TOLERANCE, Verifier.DEFAULT_TOLERANCE);
  }

  /// In the signature's header, where its form says `{timestamp}`, with the tolerance of five
  /// minutes both ways.
  public static SignedTime inSignature(Unit unit) {
    return in("", unit);
  }

  /// The same, with other tolerances.
  public SignedTime tolerating(Duration past, Duration future) {
    return new SignedTime(header, unit, past, future);
  }

  /// What is wrong with a message of this time, or empty.
  Optional<Refusal> refusal(Instant timestamp, Instant now) {
    if (unit == Unit.TEXT) {
      return Optional.empty();
    }
    Duration age = Duration.between(timestamp, now.truncatedTo(unit.precision));
    if (age.compareTo(past) > 0) {
      return Optional.of(Refusal.TOO_OLD);
    }
    return age.negated().compareTo(future) > 0 ? Optional.of(Refusal.TOO_NEW) : Optional.empty();
  }

  /// How a time is written.
  public enum Unit {
    /// Seconds since 1970, as a plain decimal number of up to 12 digits.
    SECONDS(ChronoUnit.SECONDS) {
      @Override
      Optional<Instant> read(String text) {
        return number(text, 12).map(Instant::ofEpochSecond);
      }

      @Override
      String write(Instant at) {
        return Long.toString(at.getEpochSecond());
      }
    },
    /// Milliseconds since 1970, as a plain decimal number of up to 15 digits.
    MILLISECONDS(ChronoUnit.MILLIS) {
      @Override
      Optional<Instant> read(String text) {
        return number(text, 15).map(Instant::ofEpochMilli);
      }

      @Override
      String write(Instant at) {
        return Long.toString(at.toEpochMilli());
      }
    },
    /// ISO 8601 with an offset, such as `2026-11-22T03:00:00Z`.
    ISO_8601(ChronoUnit.SECONDS) {
      @Override
      Optional<Instant> read(String text) {
        try {
          return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException otherForm) {
          return Optional.empty();
        }
      }

      @Override
      String write(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
      }
    },
    /// Signed, but not read: there is no tolerance. Written as [#ISO_8601].
    TEXT(ChronoUnit.SECONDS) {
      @Override
      Optional<Instant> read(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(Instant.EPOCH);
      }

      @Override
      String write(Instant at) {
        return ISO_8601.write(at);
      }
    };

    private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]*");

    private final ChronoUnit precision;

    Unit(ChronoUnit precision) {
      this.precision = precision;
    }

    /// The time, or empty if the text has another form.
    abstract Optional<Instant> read(String text);

    abstract String write(Instant at);

    private static Optional<Long> number(String text, int mostDigits) {
      return text.length() <= mostDigits && NUMBER.matcher(text).matches()
          ? Optional.of(Long.parseLong(text))
          : Optional.empty();
    }
  }
}
