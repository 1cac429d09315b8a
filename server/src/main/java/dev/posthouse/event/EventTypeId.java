package dev.posthouse.event;

/// Names an event type in revisions and lists; everywhere else its name does.
public record EventTypeId(long value) implements Comparable<EventTypeId> {
  private static final String PREFIX = "et_";

  /// @throws IllegalArgumentException if `text` is not such an id
  public static EventTypeId parse(String text) {
    return new EventTypeId(Base32.single(PREFIX, text));
  }

  @Override
  public int compareTo(EventTypeId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return PREFIX + Base32.encode(value);
  }
}
