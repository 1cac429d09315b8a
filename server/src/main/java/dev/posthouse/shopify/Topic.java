package dev.posthouse.shopify;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// A topic that an app subscribes to.
///
/// @param name such as `orders/updated`
/// @param filter in Shopify's own language; empty: all of them
/// @param includeFields the fields that are sent; empty: all of them
public record Topic(
    String name, String filter, List<String> includeFields, List<String> metafieldNamespaces) {
  static final String UNINSTALLED = "app/uninstalled";

  /// Told of by every app, and declared in its TOML only: they are not in the enumeration of the
  /// Admin API.
  static final List<String> COMPLIANCE =
      List.of("customers/data_request", "customers/redact", "shop/redact");

  private static final Set<String> NOT_REGISTERED = Set.copyOf(COMPLIANCE);
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*(?:[/.][a-z0-9_]+)+");

  public Topic {
    includeFields = List.copyOf(includeFields);
    metafieldNamespaces = List.copyOf(metafieldNamespaces);
  }

  static Topic plain(String name) {
    return new Topic(name, "", List.of(), List.of());
  }

  /// @throws IllegalArgumentException if no subscription can have it
  static String name(String text) {
    if (NOT_REGISTERED.contains(text)) {
      throw new IllegalArgumentException(
          "is declared in shopify.app.toml and nowhere else; the TOML that is made of this app has"
              + " it");
    }
    if (!NAME.matcher(text).matches()) {
      throw new IllegalArgumentException("is not a topic such as orders/updated");
    }
    return text;
  }

  /// As the Admin API writes it: `ORDERS_UPDATED`.
  String constant() {
    return name.toUpperCase(Locale.ROOT).replace('/', '_').replace('.', '_');
  }
}
