package dev.posthouse.config;

import dev.posthouse.access.Caller;
import dev.posthouse.access.Trail;
import dev.posthouse.config.Hold.Kind;
import dev.posthouse.config.Hold.State;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.json.Json;
import dev.posthouse.store.Ledger;
import dev.posthouse.work.Rate;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Which endpoints and subscriptions are paused, or are being released. Not part of their
/// configuration: whoever applies a document neither pauses nor releases anything.
public final class Holds {
  private final Ledger ledger;
  private final Trail trail;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();

  /// In the order of what they hold, so that releases begin in the same order in every process.
  /// Changed under lock.
  private volatile SortedMap<Long, Hold> all = Collections.emptySortedMap();

  private volatile Consumer<Hold> listener = hold -> {};

  public Holds(Ledger ledger, Trail trail, InstantSource clock) {
    this.ledger = ledger;
    this.trail = trail;
    this.clock = clock;
  }

  /// Reads all from the database; what other nodes have changed is in force when it returns.
  public void load() {
    List<Hold> stored = ledger.read(HoldRows::all);
    Map<Long, Hold> before = all;
    swap(stored.stream().collect(Collectors.toMap(Hold::resource, hold -> hold)));
    stored.stream()
        .filter(hold -> !hold.equals(before.get(hold.resource())))
        .forEach(hold -> listener.accept(hold));
  }

  /// Told of every change from now on, when it is in force.
  public void onChange(Consumer<Hold> told) {
    listener = told;
  }

  /// Cheap: one volatile read where nothing was ever paused.
  public Optional<Hold> of(EndpointId id) {
    return of(id.value());
  }

  public Optional<Hold> of(SubscriptionId id) {
    return of(id.value());
  }

  /// Whether an endpoint is paused.
  public boolean pauses(EndpointId id) {
    return of(id).filter(hold -> hold.is(State.PAUSED)).isPresent();
  }

  private Optional<Hold> of(long resource) {
    Map<Long, Hold> now = all;
    return now.isEmpty() ? Optional.empty() : Optional.ofNullable(now.get(resource));
  }

  /// Those that something waits for, or may.
  public List<Hold> unfinished() {
    return all.values().stream().filter(hold -> !hold.is(State.RELEASED)).toList();
  }

  public List<Hold> all() {
    return List.copyOf(all.values());
  }

  /// Pauses what is not paused. In force when it returns.
  public Hold pause(Caller caller, Kind kind, long resource, String reason)
      throws InterruptedException {
    return trail.change(pen -> {
      Optional<Hold> before = of(resource).filter(hold -> hold.is(State.PAUSED));
      if (before.isPresent()) {
        return before.get();
      }
      var hold =
          new Hold(
              resource,
              caller.tenant(),
              kind,
              State.PAUSED,
              now(),
              caller.who(),
              reason,
              Optional.empty());
      return committed(pen, caller, hold, "paused");
    });
  }

  /// Lets what waits go, in order. Empty if nothing is paused; a release that is under way takes
  /// another rate.
  public Optional<Hold> release(Caller caller, long resource, Optional<Rate> rate)
      throws InterruptedException {
    return trail.change(pen -> {
      Optional<Hold> before = of(resource).filter(hold -> !hold.is(State.RELEASED));
      if (before.isEmpty()) {
        return before;
      }
      Hold was = before.get();
      if (was.is(State.RELEASING) && was.rate().equals(rate)) {
        return before;
      }
      Instant since = was.is(State.RELEASING) ? was.since() : now();
      var hold =
          new Hold(
              resource,
              was.tenant(),
              was.kind(),
              State.RELEASING,
              since,
              caller.who(),
              was.reason(),
              rate);
      return Optional.of(committed(pen, caller, hold, "released"));
    });
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private Hold committed(Trail.Pen pen, Caller caller, Hold hold, String action)
      throws InterruptedException {
    var kind =
        hold.kind() == Kind.ENDPOINT ? Trail.Kind.ENDPOINT_HOLD : Trail.Kind.SUBSCRIPTION_HOLD;
    var entry =
        new Trail.Entry(hold.tenant(), kind, hold.resource(), action, "", Json.text(doc(hold)));
    pen.commit(caller.actor(), List.of(entry), db -> HoldRows.put(db, hold));
    inForce(hold);
    return hold;
  }

  private static ObjectNode doc(Hold hold) {
    ObjectNode json = Json.object();
    json.put("state", hold.state().word());
    json.put("reason", hold.reason());
    hold.rate().ifPresent(rate -> json.put("rate", rate.text()));
    return json;
  }

  /// Within the change that takes the last of what has waited; false if it was paused again, which
  /// the database knows first.
  public boolean written(Handle db, Hold releasing) {
    return is(releasing) && HoldRows.end(db, releasing, releasing.released(now()));
  }

  /// Once that has committed.
  public void released(Hold releasing) {
    Hold released = releasing.released(now());
    lock.lock();
    try {
      if (!is(releasing)) {
        return;
      }
      change(releasing.resource(), released);
    } finally {
      lock.unlock();
    }
    listener.accept(released);
  }

  private boolean is(Hold hold) {
    return of(hold.resource()).filter(hold::equals).isPresent();
  }

  /// Whether somebody has paused it, or it is being released, as the database knows it.
  public boolean isUnfinished(Handle db, long resource) {
    return HoldRows.isUnfinished(db, resource);
  }

  /// Of what is gone, within the change that finds nothing left that waits for it.
  public int forget(Handle db, long resource) {
    return HoldRows.drop(db, resource);
  }

  /// Once that has committed.
  public void forgotten(long resource) {
    change(resource, null);
  }

  private void inForce(Hold hold) {
    change(hold.resource(), hold);
    listener.accept(hold);
  }

  /// @param hold null if nothing is to be known of it any more
  private void change(long resource, @Nullable Hold hold) {
    lock.lock();
    try {
      var next = new HashMap<>(all);
      if (hold == null) {
        next.remove(resource);
      } else {
        next.put(resource, hold);
      }
      swap(next);
    } finally {
      lock.unlock();
    }
  }

  private void swap(Map<Long, Hold> next) {
    all = Collections.unmodifiableSortedMap(new TreeMap<>(next));
    ledger.backlog().hold(subscriptions());
  }

  /// Subscriptions whose deliveries wait apart.
  private Set<SubscriptionId> subscriptions() {
    return of(Kind.SUBSCRIPTION)
        .map(hold -> new SubscriptionId(hold.resource()))
        .collect(Collectors.toSet());
  }

  private Stream<Hold> of(Kind kind) {
    return unfinished().stream().filter(hold -> hold.kind() == kind);
  }

  /// Since when a delivery's time runs: from the release of what has held it; now while it is being
  /// released, `Instant.EPOCH` if nothing ever did.
  public Instant runsSince(long resource) {
    Hold hold = of(resource).orElse(null);
    if (hold == null) {
      return Instant.EPOCH;
    }
    return hold.is(State.RELEASED) ? hold.since() : clock.instant();
  }
}
