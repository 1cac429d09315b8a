package dev.posthouse.event;

/// Names an attempt. Carries its event's id, so that a look-up touches one partition.
public record AttemptId(EventId event, long value) implements Comparable<AttemptId> {
  private static final String PREFIX = "att_";

  /// @throws IllegalArgumentException if `text` is not such an id
  public static AttemptId parse(String text) {
    if (!text.startsWith(PREFIX) || text.length() != PREFIX.length() + 2 * Base32.LENGTH) {
      throw new IllegalArgumentException("not an id of the form " + PREFIX + "…: " + text);
    }
    var event = new EventId(Base32.decode(text, PREFIX.length()));
    return new AttemptId(event, Base32.decode(text, PREFIX.length() + Base32.LENGTH));
  }

  @Override
  public int compareTo(AttemptId other) {
    int byEvent = event.compareTo(other.event);
    return byEvent != 0 ? byEvent : Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return PREFIX + Base32.encode(event.value()) + Base32.encode(value);
  }
}
