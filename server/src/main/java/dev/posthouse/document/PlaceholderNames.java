package dev.posthouse.document;

import dev.posthouse.event.Sha256;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Makes names for the placeholders of a document that is written: from the webhook's name and the
/// field, the same at every export, distinct within one. Names that do not survive the alphabet of
/// placeholders get six digits of their hash.
final class PlaceholderNames {
  private static final int DIGITS = 6;

  private final Map<String, String> meanings = new LinkedHashMap<>();

  String make(String webhook, String field) {
    String first = root(webhook) + "_" + upper(field);
    String name = first;
    for (int i = 2; meanings.containsKey(name); i++) {
      name = first + "_" + i;
    }
    meanings.put(name, field + " of " + webhook);
    return name;
  }

  /// What each stands for, for people.
  Map<String, String> meanings() {
    return meanings;
  }

  private static String root(String webhook) {
    String upper = upper(webhook);
    boolean whole =
        upper.length() == webhook.length()
            && upper.equals(webhook.toUpperCase(Locale.ROOT).replace(' ', '_'));
    String kept =
        upper.isEmpty() || !Character.isLetter(upper.charAt(0)) ? "WEBHOOK_" + upper : upper;
    return whole && kept.equals(upper) ? kept : trimmed(kept) + "_" + digits(webhook);
  }

  private static String upper(String text) {
    return trimmed(text.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+", "_"));
  }

  private static String trimmed(String text) {
    return text.replaceAll("^_+|_+$", "");
  }

  private static String digits(String text) {
    return HexFormat.of().withUpperCase().formatHex(Sha256.of(text)).substring(0, DIGITS);
  }
}
