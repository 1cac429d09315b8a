package dev.posthouse.history;

import dev.posthouse.event.AttemptId;
import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.State;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.event.Timings;
import java.time.Instant;
import java.util.Optional;

/// Something that has just happened.
public sealed interface Happening {
  String type();

  /// An event was accepted.
  record Accepted(EventLine line) implements Happening {
    @Override
    public String type() {
      return line.type();
    }
  }

  /// An attempt is over.
  ///
  /// @param state that of the delivery when this is told
  /// @param status the receiver's, 0 if it did not answer
  /// @param detail what went wrong, empty for an answer
  /// @param due when the schedule wants the next attempt, while the delivery is open
  record Tried(
      AttemptId id,
      DeliveryId delivery,
      String type,
      EndpointId endpoint,
      SubscriptionId subscription,
      State state,
      int number,
      String cause,
      Instant started,
      Timings timings,
      String outcome,
      int status,
      String detail,
      Optional<Instant> due)
      implements Happening {}

  /// Which of them somebody wants to be told; what is absent does not matter. Events belong to no
  /// endpoint and no subscription and have no state.
  record Filter(
      Optional<String> type,
      Optional<EndpointId> endpoint,
      Optional<SubscriptionId> subscription,
      Optional<State> state) {
    public boolean admits(Happening happening) {
      if (!type.map(happening.type()::equals).orElse(true)) {
        return false;
      }
      return switch (happening) {
        case Accepted accepted -> endpoint.isEmpty() && subscription.isEmpty() && state.isEmpty();
        case Tried tried ->
            endpoint.map(tried.endpoint()::equals).orElse(true)
                && subscription.map(tried.subscription()::equals).orElse(true)
                && state.map(tried.state()::equals).orElse(true);
      };
    }
  }
}
