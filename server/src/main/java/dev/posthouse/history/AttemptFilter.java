package dev.posthouse.history;

import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.EventId;
import java.util.Optional;

/// Which attempts a list shows; what is absent does not matter. The span is that of their events.
///
/// @param status what the receiver answered
/// @param error the kind of outcome
/// @param failed only those that were not answered 2xx
public record AttemptFilter(
    Optional<EndpointId> endpoint,
    Optional<EventId> event,
    Optional<DeliveryId> delivery,
    Optional<Integer> status,
    Optional<String> error,
    boolean failed,
    Span span) {
  /// The one event whose attempts are wanted.
  Optional<EventId> only() {
    return delivery.map(DeliveryId::event).or(() -> event);
  }
}
