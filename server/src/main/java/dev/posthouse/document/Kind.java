package dev.posthouse.document;

import java.util.List;

/// What stands behind a key.
sealed interface Kind {
  /// One value.
  record One(Leaf leaf) implements Kind {}

  /// A list of values; a single value counts as a list of one.
  record Many(Leaf leaf) implements Kind {}

  /// One of a few words.
  record Choice(List<Word> words) implements Kind {
    public Choice {
      words = List.copyOf(words);
    }
  }

  /// True or false, or a word for it.
  record Flag(Word yes, Word no) implements Kind {}

  /// Keys of another section.
  record Group(Section section) implements Kind {}

  /// A word for true or false, or the keys of [Section#TLS].
  record Tls(Flag verify) implements Kind {}

  /// Free names with texts.
  record Headers() implements Kind {}

  /// Addresses and ranges.
  record Networks() implements Kind {}

  /// Anything; the payload's template, the lookup tables.
  record Tree() implements Kind {}

  /// A list of groups.
  record Groups(Section section) implements Kind {}

  enum Leaf {
    TEXT,
    /// May be a placeholder; never shown.
    CREDENTIAL,
    /// May be a placeholder, for it may hold a credential.
    URL,
    WHOLE,
    NUMBER,
    DURATION,
    RATE
  }
}
