package dev.posthouse.fuzz;

import dev.posthouse.json.Malformed;
import java.util.Optional;
import java.util.concurrent.Callable;

/// What may be said to bytes that are not even JSON.
final class Refusals {
  private static final int LONGEST = 10_000;

  private Refusals() {}

  /// The result, or nothing if the input was refused.
  static <T> Optional<T> read(Callable<T> reader) {
    try {
      return Bounded.read(reader);
    } catch (Malformed e) {
      Bounded.require(!e.problem().isBlank(), "refused without a reason");
      Bounded.require(e.problem().length() <= LONGEST, "a message of " + e.problem().length());
      Bounded.require(e.line() >= 1 && e.column() >= 1, "no place: " + e.getMessage());
      return Optional.empty();
    }
  }
}
