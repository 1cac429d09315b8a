package dev.posthouse.event;

/// Names an endpoint.
public record EndpointId(long value) implements Comparable<EndpointId> {
  private static final String PREFIX = "ep_";

  /// @throws IllegalArgumentException if `text` is not such an id
  public static EndpointId parse(String text) {
    return new EndpointId(Base32.single(PREFIX, text));
  }

  @Override
  public int compareTo(EndpointId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return PREFIX + Base32.encode(value);
  }
}
