package dev.posthouse.history;

import dev.posthouse.event.EndpointId;
import dev.posthouse.event.EventId;
import dev.posthouse.event.State;
import dev.posthouse.event.SubscriptionId;
import java.util.Optional;

/// Which deliveries a list shows; what is absent does not matter. The span is that of their events.
public record DeliveryFilter(
    Optional<EndpointId> endpoint,
    Optional<SubscriptionId> subscription,
    Optional<EventId> event,
    Optional<State> state,
    Optional<String> type,
    Span span) {
  public static final DeliveryFilter ALL =
      new DeliveryFilter(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Span.ALL);

  boolean admits(Delivery delivery) {
    return subscription.map(delivery.pin().subscription()::equals).orElse(true)
        && type.map(delivery.type()::equals).orElse(true)
        && state.map(delivery.state()::equals).orElse(true);
  }
}
