package dev.posthouse;

import dev.posthouse.config.Hold;
import dev.posthouse.config.Holds;
import dev.posthouse.deliver.Holding;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.OpenDelivery;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.store.Deliveries;
import dev.posthouse.work.Rate;
import dev.posthouse.work.Tasks;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What is paused, as delivering asks for it.
record Paused(Holds holds, Deliveries deliveries, Tasks tasks) implements Holding {
  @Override
  public boolean paused(EndpointId endpoint) {
    return holds.of(endpoint).filter(hold -> hold.state() == Hold.State.PAUSED).isPresent();
  }

  @Override
  public Optional<Rate> rate(EndpointId endpoint) {
    return holds
        .of(endpoint)
        .filter(hold -> hold.state() == Hold.State.RELEASING)
        .flatMap(Hold::rate);
  }

  @Override
  public boolean held(SubscriptionId subscription) {
    return holds.of(subscription).filter(hold -> hold.state() == Hold.State.PAUSED).isPresent();
  }

  @Override
  public Instant runsSince(OpenDelivery delivery) {
    Instant endpoint = holds.runsSince(delivery.endpoint().value());
    Instant subscription = holds.runsSince(delivery.pin().subscription().value());
    return endpoint.isAfter(subscription) ? endpoint : subscription;
  }

  @Override
  public void hold(List<OpenDelivery> rows) throws InterruptedException {
    var _ = tasks.await(deliveries.hold(rows));
  }
}
