package dev.posthouse.store;

import dev.posthouse.event.Comparison;
import dev.posthouse.event.Decision;
import dev.posthouse.event.Decisions;
import dev.posthouse.event.Event;
import dev.posthouse.event.NewDelivery;
import dev.posthouse.event.Questions;
import dev.posthouse.event.Routed;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.webhooks.change.Finding;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// Decides, inside the writer's transaction, what only the remembered states of subjects can tell:
/// takes all rows in the order of their keys, decides in order of arrival, writes each row once.
final class Judgement {
  /// How long the newest moment of a subject is remembered after the latest event that was held
  /// against it.
  private static final Duration ORDER_KEPT = Duration.ofDays(90);

  private final States states;
  private final Comparisons comparisons;

  private Judgement(States states, StateSeal seal) {
    this.states = states;
    comparisons = new Comparisons(states, seal);
  }

  /// What becomes of the events that ask something, in their order.
  ///
  /// @param asking at least one
  static Map<Routed, Routed> of(Session db, Node node, Instant now, List<Routed> asking)
      throws SQLException {
    var keys = new TreeSet<StateKey>();
    for (Routed routed : asking) {
      if (routed.questions().asOf() != null) {
        keys.add(StateKey.order(routed.event()));
      }
      routed.questions().comparisons().forEach(asked -> keys.add(Comparisons.key(asked)));
    }
    States states = States.take(db, node, now, keys);
    var judgement = new Judgement(states, node.seal());
    var decided = new IdentityHashMap<Routed, Routed>();
    asking.forEach(routed -> decided.put(routed, judgement.decide(routed)));
    states.write();
    return decided;
  }

  private Routed decide(Routed routed) {
    Questions asked = routed.questions();
    boolean stale = asked.asOf() != null && stale(routed.event(), Micros.of(asked.asOf()));
    var deliveries = new ArrayList<NewDelivery>();
    var each = new ArrayList<>(routed.event().decisions().each());
    for (NewDelivery delivery : routed.deliveries()) {
      if (stale && asked.unlessStale().contains(delivery.id())) {
        SubscriptionId left = delivery.pin().subscription();
        each.removeIf(decided -> decided.subscription().equals(left));
        each.add(new Decision(left, Finding.STALE));
      } else {
        deliveries.add(delivery);
      }
    }
    for (Comparison comparison : asked.comparisons()) {
      Decision decision = comparisons.decide(routed.event(), comparison);
      each.add(decision);
      if (decision.finding().passes() && comparison.delivery() != null) {
        deliveries.add(comparison.delivery());
      }
    }
    if (!stale && each.isEmpty()) {
      return routed;
    }
    Event event = routed.event().with(new Decisions(stale, each));
    return new Routed(event, routed.hash(), deliveries, Questions.NONE, routed.keys());
  }

  /// Whether a newer state is known; if not, this is the newest. Of the same moment there may be
  /// several: clocks of providers count seconds.
  private boolean stale(Event event, long asOf) {
    StateKey key = StateKey.order(event);
    Fingerprint before = states.known(key);
    if (before != null && asOf <= before.asOf()) {
      states.keep(before, ORDER_KEPT, false);
      return asOf < before.asOf();
    }
    states.put(
        new Fingerprint(
            key,
            event.tenant(),
            0,
            event.id().value(),
            asOf,
            Fingerprint.NOTHING,
            Fingerprint.NOTHING,
            Whose.of(event.tenant(), event.envelope().subject()),
            states.until(ORDER_KEPT)));
    return false;
  }
}
