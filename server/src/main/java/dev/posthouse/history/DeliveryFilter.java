package dev.posthouse.history;

import dev.posthouse.event.EndpointId;
import dev.posthouse.event.EventId;
import dev.posthouse.event.State;
import dev.posthouse.event.SubscriptionId;
import java.util.Optional;

/// Which deliveries a list shows; what is absent does not matter. The span is that of their events.
///
/// @param reason why it ended
/// @param subject that of its event
/// @param status what the receiver answered to one of its attempts
/// @param error the kind of outcome of one of its attempts
public record DeliveryFilter(
    Optional<EndpointId> endpoint,
    Optional<SubscriptionId> subscription,
    Optional<EventId> event,
    Optional<State> state,
    Optional<String> type,
    Span span,
    Optional<String> reason,
    Optional<String> subject,
    Optional<Integer> status,
    Optional<String> error) {
  public DeliveryFilter(
      Optional<EndpointId> endpoint,
      Optional<SubscriptionId> subscription,
      Optional<EventId> event,
      Optional<State> state,
      Optional<String> type,
      Span span) {
    this(
        endpoint,
        subscription,
        event,
        state,
        type,
        span,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }
}
