package dev.posthouse.event;

/// Names an API key (not its secret).
public record KeyId(long value) implements Comparable<KeyId> {
  private static final String PREFIX = "key_";

  /// @throws IllegalArgumentException if `text` is not such an id
  public static KeyId parse(String text) {
    return new KeyId(Base32.single(PREFIX, text));
  }

  @Override
  public int compareTo(KeyId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return PREFIX + Base32.encode(value);
  }
}
