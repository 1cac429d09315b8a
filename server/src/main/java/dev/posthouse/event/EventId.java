package dev.posthouse.event;

/// Names an event. Time-ordered: a range of time is a range of ids.
public record EventId(long value) implements Comparable<EventId> {
  private static final String PREFIX = "evt_";

  /// @throws IllegalArgumentException if `text` is not such an id
  public static EventId parse(String text) {
    return new EventId(Base32.single(PREFIX, text));
  }

  @Override
  public int compareTo(EventId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return PREFIX + Base32.encode(value);
  }
}
