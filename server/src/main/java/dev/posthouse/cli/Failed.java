package dev.posthouse.cli;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A command ends here: the message says what is wrong and what to do, in the caller's language.
final class Failed extends RuntimeException {
  private static final long serialVersionUID = 1;
  static final int REFUSED = 1;
  static final int USAGE = 2;

  private final int code;
  private final transient @Nullable JsonNode problem;

  private Failed(int code, String message, @Nullable JsonNode problem) {
    super(message, null, false, false);
    this.code = code;
    this.problem = problem;
  }

  /// What was asked for did not happen.
  static Failed refused(String message) {
    return new Failed(REFUSED, message, null);
  }

  /// The server said no, with this document.
  static Failed refused(String message, JsonNode problem) {
    return new Failed(REFUSED, message, problem);
  }

  /// The command was called in a way that makes no sense.
  static Failed usage(String message) {
    return new Failed(USAGE, message, null);
  }

  int code() {
    return code;
  }

  /// For callers that asked for JSON; null where the server had no say.
  @Nullable JsonNode problem() {
    return problem;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
