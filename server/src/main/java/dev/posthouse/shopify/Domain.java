package dev.posthouse.shopify;

import java.util.Locale;
import java.util.regex.Pattern;

/// The name that a shop has with Shopify. Nothing else is ever asked for tokens, or shown secrets.
final class Domain {
  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}\\.myshopify\\.com");

  private Domain() {}

  static boolean is(String text) {
    return FORM.matcher(text).matches();
  }

  /// In lower case.
  ///
  /// @throws IllegalArgumentException if it is no such name
  static String parse(String text) {
    String domain = text.toLowerCase(Locale.ROOT);
    if (!is(domain)) {
      throw new IllegalArgumentException("must be a shop such as example.myshopify.com");
    }
    return domain;
  }
}
