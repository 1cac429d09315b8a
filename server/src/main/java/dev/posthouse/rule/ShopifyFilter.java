package dev.posthouse.rule;

import dev.posthouse.event.Invalid;
import java.util.List;

/// A filter in the language of Shopify's webhook subscriptions, and what it means in CEL
/// (shopify.dev, "Filter webhook deliveries" and "API search syntax"):
///
/// ```
/// shopify: status:active AND (product_type:Music OR product_type:Movies) AND variants.price:>=100
/// ```
///
/// A field is a path on which any step may be a list, and one item that fits is enough; each
/// condition is judged on its own, so that two may be met by different items. A field that is not
/// there meets no condition. Texts are compared with upper and lower case; `<`, `>`, `<=` and `>=`
/// compare numbers, also those that are written as texts, as amounts are, and times in quotation
/// marks. `field:*` asks whether there is any value, a `*` at the end for a beginning, and `tags`
/// are the parts between commas.
///
/// @param text as it was written
/// @param cel the same in CEL
/// @param mixed whether `AND` and `OR` stand side by side without brackets
record ShopifyFilter(String text, String cel, boolean mixed) {
  private static final String PREFIX = "shopify:";

  /// Whether the text says that it is in this language.
  static boolean is(String text) {
    return text.stripLeading().startsWith(PREFIX);
  }

  /// @throws Invalid at `pointer`, with the position in the text of what cannot be read
  static ShopifyFilter read(String text, String pointer) {
    int start = text.indexOf(PREFIX) + PREFIX.length();
    try {
      ShopifyParser parser = new ShopifyParser(text, start);
      return new ShopifyFilter(text, parser.whole(), parser.mixed());
    } catch (ShopifyParser.Flawed e) {
      throw new Invalid(
          pointer,
          "in `%s`: column %d: %s"
              .formatted(Texts.shortened(text, 100), e.position() + 1, e.getMessage()));
    }
  }

  /// What may not mean what its author thinks.
  static List<String> notes(String text) {
    return read(text, "").mixed
        ? List.of(
            "`%s` has AND and OR side by side: OR binds tighter, as one reads Shopify's documentation; put brackets to be sure"
                .formatted(text.strip()))
        : List.of();
  }
}
