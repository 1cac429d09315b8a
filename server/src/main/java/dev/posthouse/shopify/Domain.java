package dev.posthouse.shopify;

import java.util.regex.Pattern;

/// The name that a shop has with Shopify. Nothing else is ever asked for tokens, or shown secrets.
final class Domain {
  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}\\.myshopify\\.com");

  private Domain() {}

  static boolean is(String text) {
    return FORM.matcher(text).matches();
  }
}
