package dev.posthouse.explain;

import dev.posthouse.event.EndpointId;
import dev.posthouse.event.Event;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.history.Delivery;
import dev.posthouse.history.Place;
import java.util.List;
import java.util.Optional;

/// Why an event went where it went: a page of subscriptions, newest first.
///
/// @param now the number of the route table in force; that of then is the event's own
/// @param warnings what is wrong with the event by its type's schema
/// @param next where to go on; a page may be short of what was asked for and still have it
public record Explanation(
    Event event, long now, List<String> warnings, List<Item> items, Optional<Place> next) {
  public Explanation {
    warnings = List.copyOf(warnings);
    items = List.copyOf(items);
  }

  /// One subscription.
  ///
  /// @param name as it is now, or was last seen; likewise the endpoint
  /// @param now empty where it is the same as then
  /// @param deliveries those of the event for it, replays included, newest first
  public record Item(
      SubscriptionId subscription,
      String name,
      EndpointId endpoint,
      Standing then,
      Optional<Standing> now,
      List<Delivery> deliveries) {
    public Item {
      deliveries = List.copyOf(deliveries);
    }
  }
}
