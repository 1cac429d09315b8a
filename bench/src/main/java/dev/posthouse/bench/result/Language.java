package dev.posthouse.bench.result;

/// The languages of the pages.
enum Language {
  ENGLISH,
  CHINESE;

  String file(String page) {
    return switch (this) {
      case ENGLISH -> page + ".md";
      case CHINESE -> page + ".zh-CN.md";
    };
  }

  String of(String english, String chinese) {
    return switch (this) {
      case ENGLISH -> english;
      case CHINESE -> chinese;
    };
  }
}
