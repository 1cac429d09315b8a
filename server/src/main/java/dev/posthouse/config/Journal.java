package dev.posthouse.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.access.Actor;
import dev.posthouse.access.Trail;
import dev.posthouse.access.Vault;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.Invalid;
import dev.posthouse.event.Routed;
import dev.posthouse.json.Json;
import dev.posthouse.json.Malformed;
import dev.posthouse.store.Ledger;
import dev.posthouse.store.StoreException;
import dev.posthouse.work.Tasks;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes changes durable, each with its revision, and then puts them in force: one change at a
/// time, so that revisions are numbered without gaps and what a change saw is still so when it
/// commits.
public final class Journal implements Trail {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  private final Ledger ledger;
  private final Tasks tasks;
  private final InstantSource clock;
  private final Catalogue catalogue;
  private final EndpointRows endpoints;
  private final Turns turns;
  private final List<Runnable> readers = new CopyOnWriteArrayList<>();
  private final Health health;

  /// Those who come while one looks would wait behind each other for a database that is slow.
  private final AtomicBoolean following = new AtomicBoolean();

  /// Set when it is unknown whether a change was committed. Touched in turn only.
  private boolean unsure;

  /// Changed in turn only.
  private volatile Optional<Instant> behind = Optional.empty();

  /// Absent until it is needed. Touched in turn only.
  private @Nullable Head head;

  /// @param health what is on record of endpoints, and who tells of that
  public Journal(
      Ledger ledger,
      Tasks tasks,
      InstantSource clock,
      Catalogue catalogue,
      Vault vault,
      Health health) {
    this.health = health;
    this.ledger = ledger;
    this.tasks = tasks;
    this.clock = clock;
    this.catalogue = catalogue;
    this.endpoints = new EndpointRows(vault);
    this.turns = new Turns(tasks);
  }

  /// Runs `change` on the newest configuration, also where another node has just made it, while no
  /// other change runs here. What the database has lost is for [Verification] to find.
  <T> T inTurn(Change<T> change) throws InterruptedException {
    return turns.take(() -> {
      unsure |= recorded() > head().number();
      settle();
      return change.run(now());
    });
  }

  private long recorded() {
    return ledger.read(Head::read).number();
  }

  /// What cannot be read now may be another time: it is tried again as long as it takes.
  private void settle() {
    if (!unsure) {
      return;
    }
    try {
      head = ledger.read(Head::read);
      catalogue.load();
      readers.forEach(Runnable::run);
      health.standings().load();
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException e) {
      throw fallBehind(e);
    }
    unsure = false;
    behind.ifPresent(since -> LOG.info("configuration result=caught_up behind_since={}", since));
    behind = Optional.empty();
  }

  private StoreException fallBehind(RuntimeException why) {
    if (behind.isEmpty()) {
      LOG.error("configuration result=behind", why);
      behind = Optional.of(clock.instant());
    }
    return new StoreException("what is configured cannot be read: " + why.getMessage(), why);
  }

  /// Since when this node cannot read what is configured, and so must not act on it; the log says
  /// why.
  public Optional<Instant> behind() {
    return behind;
  }

  /// Takes up what other nodes of this database have recorded: their changes are in force here when
  /// it returns. One query where there are none. Called about once a second.
  ///
  /// @return whether there were any
  public boolean follow() throws InterruptedException {
    if (!following.compareAndSet(false, true)) {
      return false;
    }
    try {
      return turns.take(() -> {
        boolean news = recorded() != head().number();
        unsure |= news;
        settle();
        return news;
      });
    } finally {
      following.set(false);
    }
  }

  private Snapshot now() {
    return catalogue.current().last(head().number());
  }

  private Head head() {
    if (head == null) {
      head = ledger.read(Head::read);
    }
    return head;
  }

  @Override
  public <T> T change(Step<T> step) throws InterruptedException {
    return inTurn(now -> step.run(pen));
  }

  private final Pen pen = new Records();

  private final class Records implements Pen {
    @Override
    public long next() {
      return head().number() + 1;
    }

    @Override
    public void commit(Actor by, List<Entry> entries, Consumer<Handle> change)
        throws InterruptedException {
      record(by, entries, change);
    }
  }

  /// Commits a change of what is no part of a route table, with its records. Called in turn only.
  private void record(Actor by, List<Entry> entries, Consumer<Handle> change)
      throws InterruptedException {
    Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    var revisions = new ArrayList<Revision>();
    for (Entry entry : entries) {
      revisions.add(revision(entry, head().number() + revisions.size() + 1, by, at));
    }
    commit(revisions, change, List.of());
  }

  /// Commits a change with its revisions, which follow the head, and the events that tell of it.
  private void commit(List<Revision> revisions, Consumer<Handle> change, List<Routed> events)
      throws InterruptedException {
    Head before = head();
    try {
      head =
          tasks.await(
              ledger.change(
                  db -> {
                    change.accept(db);
                    Head last = before;
                    for (Revision revision : revisions) {
                      last = last.add(db, revision);
                    }
                    return last;
                  },
                  events,
                  written -> true));
    } catch (CompletionException e) {
      unsure = true;
      refuseOvertaken(before, e);
      throw e;
    } catch (InterruptedException e) {
      unsure = true;
      throw e;
    }
  }

  /// Two nodes that change something at once want the same number; the later is told to come again.
  private void refuseOvertaken(Head before, CompletionException why) {
    if (why.getCause() instanceof JdbiException
        && ledger.read(Head::read).number() != before.number()) {
      throw new StoreException(
          "Another node has changed something at the same time; send it again.");
    }
  }

  /// A queue of its own, for work that changes nothing.
  Turns queue() {
    return new Turns(tasks);
  }

  /// The newest revision, as this process wrote or read it: more than the database may say by then.
  Head newest() throws InterruptedException {
    return inTurn(now -> head());
  }

  /// Has `reader` read again what it knows whenever it is unknown whether a change was committed.
  public void onDoubt(Runnable reader) {
    readers.add(reader);
  }

  /// Reads the configuration again if an outage has left it unknown what was committed.
  public void settleDoubts() throws InterruptedException {
    var _ =
        turns.take(() -> {
          settle();
          return behind;
        });
  }

  interface Change<T> {
    T run(Snapshot now) throws InterruptedException;
  }

  /// Commits the steps and puts them in force. Called in turn only; the steps carry the revision
  /// numbers that follow the last one of the snapshot.
  ///
  /// @throws Invalid if something could not be read again
  void commit(Actor by, List<Write> writes) throws InterruptedException {
    commit(by, writes, List.of(), db -> {});
  }

  /// Commits, with the steps and after them in the sequence, what is no part of a route table.
  void commit(Actor by, List<Write> writes, List<Entry> entries, Consumer<Handle> also)
      throws InterruptedException {
    writes.forEach(Journal::refuseUnreadable);
    Snapshot before = now();
    Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Map<EndpointId, Instant> enabledSince = enabledSince(before, writes, at);
    List<Standings.Change> noted =
        writes.stream().flatMap(w -> Standings.Change.of(w, before, at).stream()).toList();
    List<Revision> revisions = new ArrayList<>();
    long next = head().number() + 1;
    for (Write write : writes) {
      revisions.add(revision(write, next++, by, at));
    }
    for (Entry entry : entries) {
      revisions.add(revision(entry, next++, by, at));
    }
    commit(
        revisions,
        db -> {
          writes.forEach(write -> write(db, write, enabledSince));
          noted.forEach(change -> Standings.write(db, change));
          also.accept(db);
        },
        disabled(writes, noted, by.who()));
    noted.forEach(health.standings()::inForce);
    if (!writes.isEmpty()) {
      catalogue.swap(before.with(writes), enabledSince);
    }
  }

  /// The events that tell which endpoints are disabled.
  private List<Routed> disabled(List<Write> writes, List<Standings.Change> noted, String who) {
    var events = new ArrayList<Routed>();
    for (Standings.Change change : noted) {
      if (change instanceof Standings.Change.Disabled(Standing standing)) {
        writes.stream()
            .filter(w -> w.resource() == standing.endpoint().value())
            .filter(Write.PutEndpoint.class::isInstance)
            .map(w -> ((Write.PutEndpoint) w).endpoint())
            .flatMap(e -> health.herald().disabled(e, standing, who).stream())
            .forEach(events::add);
      }
    }
    return events;
  }

  /// What is on record of endpoints, and who tells of it.
  public record Health(Standings standings, Herald herald) {}

  /// Makes the event that tells that an endpoint is disabled.
  public interface Herald {
    Optional<Routed> disabled(Endpoint endpoint, Standing standing, String who);
  }

  /// What cannot be read again would keep the next start from reading anything.
  private static void refuseUnreadable(Write write) {
    String doc = write.doc();
    try {
      if (!doc.isEmpty()) {
        var _ = Json.parse(doc.getBytes(UTF_8));
      }
    } catch (Malformed e) {
      throw new Invalid("", "could not be read again as it would be stored: " + e.problem());
    }
  }

  private Map<EndpointId, Instant> enabledSince(Snapshot before, List<Write> writes, Instant at) {
    var since = new HashMap<>(catalogue.enabledSince());
    for (Write write : writes) {
      if (write instanceof Write.PutEndpoint put && put.endpoint().enabled()) {
        EndpointId id = put.endpoint().id();
        before.endpoint(id).filter(e -> !e.enabled()).ifPresent(e -> since.put(id, at));
      } else if (write instanceof Write.DropEndpoint drop) {
        since.remove(drop.endpoint().id());
      }
    }
    return since;
  }

  private static Revision revision(Write write, long number, Actor by, Instant at) {
    return new Revision(
        number,
        write.tenant(),
        write.kind(),
        write.resource(),
        write.action().word(),
        by,
        at,
        write.secretShown(),
        write.doc());
  }

  private static Revision revision(Entry entry, long number, Actor by, Instant at) {
    return new Revision(
        number,
        entry.tenant(),
        Revision.Kind.valueOf(entry.kind().name()),
        entry.resource(),
        entry.action(),
        by,
        at,
        entry.shown(),
        entry.doc());
  }

  private void write(Handle db, Write write, Map<EndpointId, Instant> enabledSince) {
    switch (write) {
      case Write.PutEndpoint put -> {
        Instant since = enabledSince.getOrDefault(put.endpoint().id(), Instant.EPOCH);
        endpoints.put(db, new EndpointRows.Stored(put.endpoint(), since), put.doc());
      }
      case Write.PutSubscription put -> SubscriptionRows.put(db, put.subscription(), put.doc());
      case Write.DropEndpoint drop -> EndpointRows.delete(db, drop.endpoint().id());
      case Write.DropSubscription drop -> SubscriptionRows.delete(db, drop.subscription().id());
      case Write.PutEventType put -> EventTypeRows.put(db, put.type(), put.doc());
      case Write.DropEventType drop -> EventTypeRows.delete(db, drop.type().id());
    }
  }
}
