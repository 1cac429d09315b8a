package dev.posthouse.fuzz;

import java.util.Optional;
import java.util.concurrent.Callable;

/// What may be said to short texts that mean nothing.
final class Texts {
  private Texts() {}

  /// The value, or nothing if the text was refused, in words that name the right form.
  static <T> Optional<T> read(Callable<T> reader) {
    try {
      return Optional.of(Bounded.timed(reader));
    } catch (IllegalArgumentException e) {
      Bounded.require(
          String.valueOf(e.getMessage()).contains("write "), "refused with " + e.getMessage());
      return Optional.empty();
    }
  }
}
