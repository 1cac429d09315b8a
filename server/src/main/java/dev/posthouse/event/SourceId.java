package dev.posthouse.event;

/// Names a source: where other people's webhooks come in. Not its address, which is secret to a
/// degree and can be changed.
public record SourceId(long value) implements Comparable<SourceId> {
  public static final String PREFIX = "so_";

  /// @throws IllegalArgumentException if `text` is not such an id
  public static SourceId parse(String text) {
    return new SourceId(Base32.single(PREFIX, text));
  }

  @Override
  public int compareTo(SourceId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return PREFIX + Base32.encode(value);
  }
}
