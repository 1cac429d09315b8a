package dev.posthouse.deliver;

import dev.posthouse.event.EndpointId;
import dev.posthouse.event.OpenDelivery;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.work.Rate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What delivering asks of pauses. Cheap, but for [#hold].
public interface Holding {
  /// Nothing is ever paused.
  Holding NONE =
      new Holding() {
        @Override
        public boolean paused(EndpointId endpoint) {
          return false;
        }

        @Override
        public Optional<Rate> rate(EndpointId endpoint) {
          return Optional.empty();
        }

        @Override
        public boolean held(SubscriptionId subscription) {
          return false;
        }

        @Override
        public Instant runsSince(OpenDelivery delivery) {
          return Instant.EPOCH;
        }

        @Override
        public void hold(List<OpenDelivery> rows) {}
      };

  /// Whether nothing may be sent to an endpoint.
  boolean paused(EndpointId endpoint);

  /// How fast what has waited for an endpoint is released.
  Optional<Rate> rate(EndpointId endpoint);

  /// Whether the deliveries of a subscription wait apart from those of its endpoint.
  boolean held(SubscriptionId subscription);

  /// The age of a delivery does not run before.
  Instant runsSince(OpenDelivery delivery);

  /// Puts rows that a fetch has met where no fetch meets them. Blocks until that is committed.
  void hold(List<OpenDelivery> rows) throws InterruptedException;
}
