package dev.posthouse.document;

/// One key of a document: its spellings, what stands behind it, where that goes in the JSON forms,
/// and what it means.
///
/// @param target a pointer into the form; empty where the key only groups others
record Key(Word word, Kind kind, Form form, String target, String about, String aboutChinese) {

  /// The JSON form that a key is part of.
  enum Form {
    ENDPOINT,
    SUBSCRIPTION,
    SOURCE
  }
}
