package dev.posthouse.event;

/// Names a subscription.
public record SubscriptionId(long value) implements Comparable<SubscriptionId> {
  private static final String PREFIX = "sub_";

  /// @throws IllegalArgumentException if `text` is not such an id
  public static SubscriptionId parse(String text) {
    return new SubscriptionId(Base32.single(PREFIX, text));
  }

  @Override
  public int compareTo(SubscriptionId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return PREFIX + Base32.encode(value);
  }
}
