package dev.posthouse.deliver;

import dev.posthouse.event.Event;
import dev.posthouse.event.OpenDelivery;
import org.jspecify.annotations.Nullable;

/// A delivery in memory, with its event where that is at hand.
///
/// @param bytes the size of the event's data, [#UNKNOWN] until it is read
public record Job(OpenDelivery delivery, @Nullable Event event, long bytes) {
  static final long UNKNOWN = -1;

  public static Job of(OpenDelivery delivery, Event event) {
    return new Job(delivery, event, event.payload().size());
  }

  /// A job whose event must be read before it is sent.
  public static Job unread(OpenDelivery delivery) {
    return new Job(delivery, null, UNKNOWN);
  }

  Job withoutEvent() {
    return event == null ? this : new Job(delivery, null, bytes);
  }
}
