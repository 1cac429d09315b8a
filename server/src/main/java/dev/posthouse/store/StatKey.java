package dev.posthouse.store;

import dev.posthouse.event.Event;
import dev.posthouse.event.OpenDelivery;

/// What is counted together. What is counted of events has neither endpoint nor subscription: 0.
record StatKey(long tenant, long endpoint, long subscription, String type) {
  static StatKey of(Event event) {
    return new StatKey(event.tenant().value(), 0, 0, event.type());
  }

  static StatKey of(OpenDelivery delivery, String type) {
    return new StatKey(
        delivery.tenant().value(),
        delivery.endpoint().value(),
        delivery.pin().subscription().value(),
        type);
  }
}
