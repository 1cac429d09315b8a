package dev.posthouse.config;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.posthouse.access.Vault;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.Pin;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.store.Ledger;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// The configuration in force.
public final class Catalogue {
  /// Older revisions kept compiled; open deliveries rarely pin more.
  private static final int PINNED_KEPT = 2_000;

  private final Ledger ledger;
  private final EndpointRows endpoints;
  private final List<Consumer<Snapshot>> listeners = new CopyOnWriteArrayList<>();
  private final Cache<Pin, Subscription> pinned =
      Caffeine.newBuilder().maximumSize(PINNED_KEPT).executor(Runnable::run).build();
  private volatile Snapshot current = Snapshot.EMPTY;
  private volatile Map<EndpointId, Instant> enabledSince = Map.of();

  public Catalogue(Ledger ledger, Vault vault) {
    this.ledger = ledger;
    this.endpoints = new EndpointRows(vault);
  }

  /// Reads everything from the database.
  public void load() {
    Loaded loaded = ledger.read(this::read);
    swap(loaded.snapshot(), loaded.enabledSince());
  }

  private record Loaded(Snapshot snapshot, Map<EndpointId, Instant> enabledSince) {}

  /// Cheap: one volatile read.
  public Snapshot current() {
    return current;
  }

  /// Tells `listener` every snapshot from now on, before the change that made it is answered.
  public void onChange(Consumer<Snapshot> listener) {
    listeners.add(listener);
  }

  /// A subscription as it was at a revision; from memory where it is current, else from the
  /// revisions.
  public Optional<Subscription> pinned(Pin pin) {
    return current
        .subscription(pin.subscription())
        .filter(subscription -> subscription.revision() == pin.revision())
        .or(() -> fromRevisions(pin));
  }

  private Optional<Subscription> fromRevisions(Pin pin) {
    Subscription known = pinned.getIfPresent(pin);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Subscription> read =
        ledger
            .read(db -> RevisionRows.find(db, pin.revision()))
            .filter(revision -> isOf(pin.subscription(), revision))
            .map(revision -> compile(pin, revision));
    read.ifPresent(subscription -> pinned.put(pin, subscription));
    return read;
  }

  private static boolean isOf(SubscriptionId id, Revision revision) {
    return revision.kind() == Revision.Kind.SUBSCRIPTION
        && revision.resource() == id.value()
        && !revision.doc().isEmpty();
  }

  private static Subscription compile(Pin pin, Revision revision) {
    return SubscriptionRows.compile(
        revision.doc(),
        new SubscriptionForm.Identity(pin.subscription(), revision.tenant(), revision.number()));
  }

  /// When an endpoint was last switched on again; `Instant.EPOCH` if it never was off. The age of
  /// its deliveries does not run before.
  public Instant enabledSince(EndpointId id) {
    return enabledSince.getOrDefault(id, Instant.EPOCH);
  }

  Map<EndpointId, Instant> enabledSince() {
    return enabledSince;
  }

  void swap(Snapshot next, Map<EndpointId, Instant> nextEnabledSince) {
    enabledSince = Map.copyOf(nextEnabledSince);
    current = next;
    listeners.forEach(listener -> listener.accept(next));
  }

  private Loaded read(Handle db) {
    var all = new HashMap<EndpointId, Endpoint>();
    var since = new HashMap<EndpointId, Instant>();
    for (EndpointRows.Stored stored : endpoints.all(db)) {
      all.put(stored.endpoint().id(), stored.endpoint());
      since.put(stored.endpoint().id(), stored.enabledSince());
    }
    Map<SubscriptionId, Subscription> subscriptions =
        SubscriptionRows.all(db).stream()
            .collect(Collectors.toMap(Subscription::id, Function.identity()));
    EventTypes types = EventTypes.of(EventTypeRows.all(db));
    return new Loaded(
        new Snapshot(RevisionRows.newestInForce(db), all, subscriptions, types), since);
  }
}
