package dev.posthouse.document;

import java.util.List;
import java.util.stream.Stream;

/// A word of a document, in both languages; the first Chinese one is the one that is written.
record Word(String english, List<String> chinese) {
  Word {
    chinese = List.copyOf(chinese);
  }

  static Word of(String english, String... chinese) {
    return new Word(english, List.of(chinese));
  }

  boolean is(String text) {
    return english.equals(text) || chinese.contains(text);
  }

  String in(Language language) {
    return language == Language.CHINESE && !chinese.isEmpty() ? chinese.getFirst() : english;
  }

  /// For messages: both spellings.
  String both() {
    boolean same = chinese.isEmpty() || chinese.getFirst().equals(english);
    return same ? english : english + " (" + chinese.getFirst() + ")";
  }

  Stream<String> spellings() {
    return Stream.concat(Stream.of(english), chinese.stream()).distinct();
  }
}
