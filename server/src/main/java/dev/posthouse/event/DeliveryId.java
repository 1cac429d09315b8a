package dev.posthouse.event;

/// Names a delivery. Carries its event's id, so that a look-up touches one partition.
public record DeliveryId(EventId event, long value) implements Comparable<DeliveryId> {
  private static final String PREFIX = "dlv_";

  /// @throws IllegalArgumentException if `text` is not such an id
  public static DeliveryId parse(String text) {
    if (!text.startsWith(PREFIX) || text.length() != PREFIX.length() + 2 * Base32.LENGTH) {
      throw new IllegalArgumentException("not an id of the form " + PREFIX + "…: " + text);
    }
    var event = new EventId(Base32.decode(text, PREFIX.length()));
    return new DeliveryId(event, Base32.decode(text, PREFIX.length() + Base32.LENGTH));
  }

  @Override
  public int compareTo(DeliveryId other) {
    int byEvent = event.compareTo(other.event);
    return byEvent != 0 ? byEvent : Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return PREFIX + Base32.encode(event.value()) + Base32.encode(value);
  }
}
