package dev.posthouse.config;

import dev.posthouse.event.EndpointId;
import dev.posthouse.event.Routed;
import dev.posthouse.store.Ledger;
import dev.posthouse.work.Tasks;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// Which endpoints are on record as failing or disabled, and since when. What is noted is stored
/// together with the event that tells of it; it outlives the process.
public final class Standings {
  private final Ledger ledger;
  private final Tasks tasks;
  private final Map<EndpointId, Standing> all = new ConcurrentHashMap<>();

  public Standings(Ledger ledger, Tasks tasks) {
    this.ledger = ledger;
    this.tasks = tasks;
  }

  /// Reads all from the database.
  public void load() {
    List<Standing> stored = ledger.read(StandingRows::all);
    all.keySet().retainAll(stored.stream().map(Standing::endpoint).collect(Collectors.toSet()));
    stored.forEach(standing -> all.put(standing.endpoint(), standing));
  }

  public List<Standing> all() {
    return List.copyOf(all.values());
  }

  public Optional<Standing> of(EndpointId id) {
    return Optional.ofNullable(all.get(id));
  }

  /// Notes that an endpoint fails, unless something is noted of it; durable when this returns.
  public void fails(Standing standing, Routed news) throws InterruptedException {
    boolean noted =
        tasks.await(
            ledger.change(db -> StandingRows.fails(db, standing), List.of(news), isSo -> isSo));
    if (noted) {
      all.putIfAbsent(standing.endpoint(), standing);
    }
  }

  /// Notes that an endpoint that failed does so no more; durable when this returns.
  public void recovers(EndpointId id, Routed news) throws InterruptedException {
    boolean was =
        tasks.await(
            ledger.change(db -> StandingRows.recovers(db, id), List.of(news), isSo -> isSo));
    if (was) {
      all.computeIfPresent(id, (key, now) -> now.state() == Standing.State.FAILING ? null : now);
    }
  }

  /// What a change of configuration makes of the record, within its transaction.
  static void write(Handle db, Change change) {
    switch (change) {
      case Change.Disabled disabled -> StandingRows.disabled(db, disabled.standing());
      case Change.Forgotten forgotten -> StandingRows.forget(db, forgotten.endpoint());
    }
  }

  /// The same in memory, once that has committed.
  void inForce(Change change) {
    switch (change) {
      case Change.Disabled disabled -> all.put(disabled.standing().endpoint(), disabled.standing());
      case Change.Forgotten forgotten -> all.remove(forgotten.endpoint());
    }
  }

  /// What follows from a step of a change.
  sealed interface Change {
    record Disabled(Standing standing) implements Change {}

    /// Enabled again, or gone.
    record Forgotten(EndpointId endpoint) implements Change {}

    static Optional<Change> of(Write write, Snapshot before, Instant at) {
      return switch (write) {
        case Write.PutEndpoint put -> of(put, before.endpoint(put.endpoint().id()), at);
        case Write.DropEndpoint drop -> Optional.of(new Forgotten(drop.endpoint().id()));
        case Write.PutSubscription put -> Optional.empty();
        case Write.DropSubscription drop -> Optional.empty();
        case Write.PutEventType put -> Optional.empty();
        case Write.DropEventType drop -> Optional.empty();
      };
    }

    private static Optional<Change> of(
        Write.PutEndpoint put, Optional<Endpoint> before, Instant at) {
      Endpoint after = put.endpoint();
      if (before.isEmpty() || before.get().enabled() == after.enabled()) {
        return Optional.empty();
      }
      return Optional.of(
          after.enabled()
              ? new Forgotten(after.id())
              : new Disabled(
                  new Standing(
                      after.id(),
                      after.tenant(),
                      Standing.State.DISABLED,
                      at,
                      put.action().cause())));
    }
  }
}
