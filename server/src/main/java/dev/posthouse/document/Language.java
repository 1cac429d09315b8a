package dev.posthouse.document;

import java.util.Map;

/// The language of the keys and words of a document that is written.
public enum Language {
  ENGLISH,
  CHINESE;

  /// As they are asked for over HTTP.
  public static final Map<String, Language> TAGS =
      Map.of("en", ENGLISH, "zh-CN", CHINESE, "zh", CHINESE);
}
