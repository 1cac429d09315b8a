package dev.posthouse.event;

/// Names an app of Shopify's that many shops install.
public record ShopifyAppId(long value) implements Comparable<ShopifyAppId> {
  private static final String PREFIX = "sa_";

  /// @throws IllegalArgumentException if `text` is not such an id
  public static ShopifyAppId parse(String text) {
    return new ShopifyAppId(Base32.single(PREFIX, text));
  }

  @Override
  public int compareTo(ShopifyAppId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return PREFIX + Base32.encode(value);
  }
}
