package dev.posthouse.event;

/// Names a tenant.
public record TenantId(long value) implements Comparable<TenantId> {
  private static final String PREFIX = "ten_";

  /// @throws IllegalArgumentException if `text` is not such an id
  public static TenantId parse(String text) {
    return new TenantId(Base32.single(PREFIX, text));
  }

  @Override
  public int compareTo(TenantId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return PREFIX + Base32.encode(value);
  }
}
