package dev.posthouse.event;

/// Names a shop that has, or had, an app of Shopify's installed.
public record ShopId(long value) implements Comparable<ShopId> {
  private static final String PREFIX = "shop_";

  /// @throws IllegalArgumentException if `text` is not such an id
  public static ShopId parse(String text) {
    return new ShopId(Base32.single(PREFIX, text));
  }

  @Override
  public int compareTo(ShopId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return PREFIX + Base32.encode(value);
  }
}
