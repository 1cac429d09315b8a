package dev.posthouse.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/// Times as requests give them.
final class Times {
  private Times() {}

  /// @throws IllegalArgumentException with an example
  static Instant parse(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "is not a time of RFC 3339, such as 2026-03-01T09:30:00Z", e);
    }
  }
}
