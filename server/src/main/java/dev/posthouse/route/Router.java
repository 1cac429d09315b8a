package dev.posthouse.route;

import dev.posthouse.config.Snapshot;
import dev.posthouse.event.Event;
import dev.posthouse.event.EventId;
import dev.posthouse.event.NewEvent;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.rule.EventView;
import dev.posthouse.work.Load;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Decides which subscriptions get an event: type, then filter. Pure but for its counts; for any
/// number of threads.
public final class Router {
  private final Map<SubscriptionId, Tally> tallies = new ConcurrentHashMap<>();
  private volatile RouteTable table = new RouteTable(Snapshot.EMPTY, this::tally);

  /// The table in force is replaced whole; the caller sees to it that numbers only grow.
  public void replace(Snapshot snapshot) {
    table = new RouteTable(snapshot, this::tally);
    tallies.keySet().retainAll(snapshot.subscriptions().keySet());
  }

  /// What routing an event takes at most, beside reading it.
  public Load load(NewEvent event) {
    return table.load(event);
  }

  /// One table decides about the whole of an event. A filter that cannot be evaluated says no, for
  /// its own subscription alone.
  public Routing route(EventId id, NewEvent event) {
    return table.route(event.tenant(), event.type(), () -> EventView.of(id, event), event.shows());
  }

  /// The same for an event that is stored already.
  public Routing route(Event event) {
    return table.route(event.tenant(), event.type(), () -> EventView.of(event), null);
  }

  /// What the filter of a subscription has said so far.
  public FilterCounts counts(SubscriptionId subscription) {
    Tally tally = tallies.get(subscription);
    return tally == null ? FilterCounts.NONE : tally.counts();
  }

  /// What all filters together have said so far, of the subscriptions there are.
  public FilterCounts counts() {
    return tallies.values().stream()
        .map(Tally::counts)
        .reduce(FilterCounts.NONE, FilterCounts::plus);
  }

  private Tally tally(SubscriptionId subscription) {
    return tallies.computeIfAbsent(subscription, ignored -> new Tally());
  }
}
