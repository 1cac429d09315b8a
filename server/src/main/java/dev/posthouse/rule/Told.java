package dev.posthouse.rule;

import dev.cel.common.exceptions.CelInvalidArgumentException;
import dev.cel.common.exceptions.CelRuntimeException;
import java.util.Optional;

/// An evaluation cannot go on, for a reason of ours that people are told in our words. It travels
/// through CEL as the cause of an exception that CEL knows, and carries no stack, for it is no
/// defect.
final class Told extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient Words words;

  Told(Words words) {
    super(words.english(), null, false, false);
    this.words = words;
  }

  CelInvalidArgumentException throughCel() {
    return new CelInvalidArgumentException(this);
  }

  /// What something tells; empty if it goes on.
  static Optional<Words> by(Runnable something) {
    try {
      something.run();
      return Optional.empty();
    } catch (CelRuntimeException e) {
      if (e.getCause() instanceof Told told) {
        return Optional.of(told.words);
      }
      throw e;
    }
  }

  Words words() {
    return words;
  }
}
