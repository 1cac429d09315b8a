package dev.posthouse.deliver;

import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.OpenDelivery;
import dev.posthouse.event.OpenDelivery.Mark;
import dev.posthouse.store.Fetched;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Keeps what is paused out of the lanes.
record Aside(Directory directory) {
  /// The house as the gate of a lane sees it.
  Gate.House house(Lane lane, int share, Work work) {
    EndpointId endpoint = lane.endpoint();
    Holding holding = directory.holding();
    var word = new Gate.Word(holding.paused(endpoint), holding.rate(endpoint));
    return new Gate.House(share, work.writable(), word);
  }

  boolean holds(OpenDelivery delivery) {
    Holding holding = directory.holding();
    return holding.paused(delivery.endpoint()) || holding.held(delivery.pin().subscription());
  }

  /// What of it is not for a paused subscription; the rest is put aside, so that it does not come
  /// again.
  ///
  /// @param letGo has the lane forget a delivery; false if it is on its way: then it goes on
  Fetched without(Fetched fetched, Predicate<DeliveryId> letGo) {
    List<Fetched.Item> aside =
        fetched.items().stream()
            .filter(item -> item.delivery().mark() != Mark.CANCEL)
            .filter(item -> directory.holding().held(item.delivery().pin().subscription()))
            .filter(item -> letGo.test(item.delivery().id()))
            .toList();
    if (aside.isEmpty()) {
      return fetched;
    }
    try {
      directory.holding().hold(aside.stream().map(Fetched.Item::delivery).toList());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    List<Fetched.Item> rest = new ArrayList<>(fetched.items());
    rest.removeAll(aside);
    return new Fetched(rest, fetched.more(), fetched.nextDue());
  }
}
