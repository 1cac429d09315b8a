package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.event.Event;
import dev.posthouse.event.EventId;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.explain.Explanation;
import dev.posthouse.explain.Standing;
import dev.posthouse.history.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;

/// Holds what is said about the past against what was done: in a world without replays, an event's
/// subscriptions that are said to have matched are exactly those that it was delivered for.
@NullMarked
record Explanations(World world) {
  /// Small, so that most events take several pages.
  private static final int PAGE = 3;

  /// Worlds with more events than this are asked about some of them, evenly: each answer compiles
  /// the configuration of its time anew.
  private static final int ASKED = 2;

  void agreeWithDeliveries() {
    List<Long> all = world.books.rows("select id from event order by id", row -> row.getLong(1));
    int step = Math.max(1, all.size() / ASKED);
    for (int i = 0; i < all.size(); i += step) {
      var event = new EventId(all.get(i));
      if (world.replayed.contains(event)) {
        continue;
      }
      assertThat(matched(world.app.ledger.event(event).orElseThrow()))
          .as("subscriptions that are said to have matched %s", event)
          .isEqualTo(delivered(event));
    }
  }

  private Set<SubscriptionId> delivered(EventId event) {
    List<Long> subscriptions =
        world.books.rows(
            """
            select subscription from waiting where event = %d and mark <> 1
            union all select subscription from delivery where event = %d
            """
                .formatted(event.value(), event.value()),
            row -> row.getLong(1));
    return subscriptions.stream().map(SubscriptionId::new).collect(Collectors.toSet());
  }

  private Set<SubscriptionId> matched(Event event) {
    var matched = new HashSet<SubscriptionId>();
    Optional<Place> after = Optional.of(Place.NEWEST);
    while (after.isPresent()) {
      Explanation page = page(event, after.get());
      for (Explanation.Item item : page.items()) {
        boolean match = item.then() instanceof Standing.Matched;
        assertThat(item.deliveries()).hasSize(match ? 1 : 0);
        if (match) {
          assertThat(matched.add(item.subscription())).isTrue();
        }
      }
      after = page.next();
    }
    return matched;
  }

  private Explanation page(Event event, Place after) {
    try {
      return world.app.explain.page(event, after, PAGE).orElseThrow();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
