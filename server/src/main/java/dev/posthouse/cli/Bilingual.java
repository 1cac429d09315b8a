package dev.posthouse.cli;

import tools.jackson.databind.JsonNode;

/// A text that the server gives in both languages: `{"en":"…","zh-CN":"…"}`.
final class Bilingual {
  private Bilingual() {}

  /// In the caller's language, else in English, else as it is.
  static String text(JsonNode text, Words words) {
    String own = Desk.text(text, words.language());
    String english = own.isEmpty() ? Desk.text(text, "en") : own;
    return english.isEmpty() ? text.asString("") : english;
  }
}
