package dev.posthouse.config;

import dev.posthouse.json.Fields;

/// What endpoints, subscriptions and the like may be called.
public final class Names {
  /// Long enough for a sentence, short enough for a table.
  static final int MOST_CHARACTERS = 200;

  private Names() {}

  /// Flaws are collected in `fields`.
  public static String read(Fields fields) {
    String name = fields.text("name").strip();
    if (name.length() > MOST_CHARACTERS) {
      fields.flaw("name", "is longer than " + MOST_CHARACTERS + " characters");
    }
    if (name.chars().anyMatch(Character::isISOControl)) {
      fields.flaw("name", "must not hold control characters");
    }
    return name;
  }
}
