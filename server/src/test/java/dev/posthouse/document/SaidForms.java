package dev.posthouse.document;

import java.util.Arrays;
import java.util.List;

/// How durations and rates are read and written in documents, for tests outside this package.
public final class SaidForms {
  private SaidForms() {}

  public static String duration(String said) {
    return Spoken.duration(said);
  }

  public static String rate(String said) {
    return Spoken.rate(said);
  }

  /// In every language.
  public static List<String> durations(String form) {
    return Arrays.stream(Language.values()).map(l -> Spoken.duration(form, l)).toList();
  }

  /// In every language.
  public static List<String> rates(String form) {
    return Arrays.stream(Language.values()).map(l -> Spoken.rate(form, l)).toList();
  }
}
