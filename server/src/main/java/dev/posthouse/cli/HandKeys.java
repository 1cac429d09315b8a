package dev.posthouse.cli;

import java.util.function.Function;

/// A key that the caller hands over: in the environment, in a file, or on the command line, where
/// every user of the machine can see it.
final class HandKeys {
  static final String VARIABLE = "POSTHOUSE_SIGNING_SECRET";

  private HandKeys() {}

  /// @param given its text, `@FILE`, or nothing: then the environment is asked
  static <T> T read(String given, Function<String, T> parse, Desk desk) {
    String text =
        given.startsWith("@") ? desk.files().text(given.substring(1)).strip() : given.strip();
    String found = text.isEmpty() ? desk.shell().variable(VARIABLE).strip() : text;
    if (found.isEmpty()) {
      throw desk.wrongUse("sign.nosecret");
    }
    try {
      return parse.apply(found);
    } catch (IllegalArgumentException e) {
      throw Failed.usage(String.valueOf(e.getMessage()));
    }
  }
}
