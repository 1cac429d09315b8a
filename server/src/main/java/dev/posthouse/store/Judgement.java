package dev.posthouse.store;

import dev.posthouse.event.Decision;
import dev.posthouse.event.Decisions;
import dev.posthouse.event.Event;
import dev.posthouse.event.Finding;
import dev.posthouse.event.NewDelivery;
import dev.posthouse.event.Questions;
import dev.posthouse.event.Routed;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Decides, inside the writer's transaction, what only the remembered states of subjects can tell:
/// takes all rows in the order of their keys, decides in order of arrival, writes each row once.
/// Rolled back with the transaction, for it remembers nothing itself.
final class Judgement {
  /// How long the newest moment of a subject is remembered after the latest event that was held
  /// against it.
  private static final Duration ORDER_KEPT = Duration.ofDays(90);

  /// A row is written for its own sake, to be kept longer, only if so much of its time is over.
  private static final int FRESH = 16;

  private final Session db;
  private final Instant now;
  private final Map<StateKey, Fingerprint> known;
  private final Map<StateKey, Fingerprint> changed = new TreeMap<>();

  private Judgement(Session db, Instant now, Map<StateKey, Fingerprint> known) {
    this.db = db;
    this.now = now;
    this.known = known;
  }

  /// What becomes of the events that ask something, in their order.
  ///
  /// @param asking at least one
  static Map<Routed, Routed> of(Session db, Node node, Instant now, List<Routed> asking)
      throws SQLException {
    var keys = new TreeSet<StateKey>();
    asking.forEach(routed -> keys.add(StateKey.order(routed.event())));
    var judgement = new Judgement(db, now, node.fingerprints().take(db, keys));
    var decided = new IdentityHashMap<Routed, Routed>();
    asking.forEach(routed -> decided.put(routed, judgement.decide(routed)));
    Fingerprints.write(judgement.db, judgement.changed.values());
    return decided;
  }

  private Routed decide(Routed routed) {
    Questions asked = routed.questions();
    boolean stale = asked.asOf() != null && stale(routed.event(), Micros.of(asked.asOf()));
    if (!stale) {
      return routed;
    }
    var deliveries = new ArrayList<NewDelivery>();
    var each = new ArrayList<Decision>();
    for (NewDelivery delivery : routed.deliveries()) {
      if (asked.unlessStale().contains(delivery.id())) {
        each.add(new Decision(delivery.pin().subscription(), Finding.STALE));
      } else {
        deliveries.add(delivery);
      }
    }
    Event event = routed.event().with(new Decisions(true, each));
    return new Routed(event, routed.hash(), deliveries);
  }

  /// Whether a newer state is known; if not, this is the newest. Of the same moment there may be
  /// several: clocks of providers count seconds.
  private boolean stale(Event event, long asOf) {
    StateKey key = StateKey.order(event);
    Fingerprint before = known(key);
    if (before != null && asOf < before.asOf()) {
      keep(before, ORDER_KEPT);
      return true;
    }
    if (before == null || asOf > before.asOf()) {
      put(
          new Fingerprint(
              key,
              event.tenant(),
              0,
              event.id().value(),
              asOf,
              Fingerprint.NOTHING,
              Fingerprint.NOTHING,
              now.plus(ORDER_KEPT)));
    } else {
      keep(before, ORDER_KEPT);
    }
    return false;
  }

  private @Nullable Fingerprint known(StateKey key) {
    Fingerprint found = changed.getOrDefault(key, known.get(key));
    return found != null && found.known(now) ? found : null;
  }

  private void keep(Fingerprint row, Duration time) {
    Instant expires = now.plus(time);
    if (Duration.between(row.expires(), expires).compareTo(time.dividedBy(FRESH)) > 0) {
      put(row.until(expires));
    }
  }

  private void put(Fingerprint row) {
    changed.put(row.key(), row);
  }
}
