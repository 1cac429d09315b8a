package dev.posthouse.store;

import static dev.posthouse.testing.Events.ENDPOINT;
import static dev.posthouse.testing.Events.answered;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.OpenDelivery;
import dev.posthouse.event.Routed;
import dev.posthouse.event.Verdict;
import dev.posthouse.store.Appended.Entry;
import dev.posthouse.testing.Databases;
import dev.posthouse.testing.Events;
import dev.posthouse.testing.SettableClock;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A ledger on a fresh database, its writer turned by hand.
abstract class LedgerFixture {
  @TempDir Path folder;
  final SettableClock clock = new SettableClock();
  final Events events = new Events(clock);
  final WriterCounts counts = new WriterCounts();
  Database database;
  Ledger ledger;

  /// How far the clock for measuring is ahead of the one that may be set.
  long nanosAhead;

  abstract Databases.Kind kind();

  @BeforeEach
  void open() {
    database = database();
    ledger = start(Limits.DEFAULT);
  }

  Database database() {
    return Databases.open(kind(), folder.resolve("data"), clock);
  }

  Ledger start(Limits limits) {
    var parts = new Ledger.Parts(database, clock, () -> clock.nanos() + nanosAhead, counts, limits);
    return Ledger.open(parts, "node-1", events.next());
  }

  void restart(Limits limits) {
    ledger.close();
    ledger = start(limits);
  }

  @AfterEach
  void close() {
    ledger.close();
    database.close();
  }

  /// Runs the writer until nothing waits, and gives the result.
  <T> T done(CompletableFuture<T> command) {
    while (ledger.step() > 0) {
      // until all is written
    }
    return command.join();
  }

  List<Entry> append(Routed... routed) {
    return entries(done(queue(routed)));
  }

  /// Left to a later step.
  @CanIgnoreReturnValue
  CompletableFuture<Appended> queue(Routed... routed) {
    return ledger.append(new Append(List.of(routed), false));
  }

  @CanIgnoreReturnValue
  CompletableFuture<Settled> queue(OpenDelivery delivery, int status, Verdict verdict) {
    var report = events.report(delivery, answered(status));
    return ledger.settle(new Settle(delivery, report, verdict, "order.created", Optional.empty()));
  }

  static List<Entry> entries(Appended appended) {
    return ((Appended.Stored) appended).entries();
  }

  static List<Entry> entries(CompletableFuture<Appended> appended) {
    return entries(appended.join());
  }

  OpenDelivery opened() {
    return ((Entry.Accepted) append(events.event(ENDPOINT)).getFirst()).open().getFirst();
  }

  Settled settle(OpenDelivery delivery, int status, Verdict verdict) {
    return done(queue(delivery, status, verdict));
  }

  List<OpenDelivery> fetch() {
    return fetch(ENDPOINT);
  }

  List<OpenDelivery> fetch(EndpointId endpoint) {
    return ledger.fetch(endpoint, clock.instant(), 100).items().stream()
        .map(Fetched.Item::delivery)
        .toList();
  }

  long count(String fromWhere) {
    return ledger.read(
        db -> db.select("select count(*) from " + fromWhere).mapTo(Long.class).one());
  }
}
