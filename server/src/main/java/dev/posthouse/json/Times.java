package dev.posthouse.json;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

/// Times as requests and documents give them, to the microsecond: so they are stored.
public final class Times {
  private Times() {}

  /// @throws IllegalArgumentException with an example
  public static Instant parse(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "is not a time of RFC 3339, such as 2026-03-01T09:30:00Z", e);
    }
  }
}
