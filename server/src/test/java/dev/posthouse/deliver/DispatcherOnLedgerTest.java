package dev.posthouse.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.config.Endpoint;
import dev.posthouse.event.EventId;
import dev.posthouse.event.OpenDelivery;
import dev.posthouse.event.Routed;
import dev.posthouse.oauth.Tokens;
import dev.posthouse.store.Append;
import dev.posthouse.store.Appended;
import dev.posthouse.store.Database;
import dev.posthouse.store.Deliveries;
import dev.posthouse.store.Deliveries.Cancelled;
import dev.posthouse.store.FaultyDatabase;
import dev.posthouse.store.Ledger;
import dev.posthouse.store.Limits;
import dev.posthouse.store.WriterCounts;
import dev.posthouse.testing.Databases;
import dev.posthouse.testing.Events;
import dev.posthouse.testing.SettableClock;
import dev.posthouse.work.Budget;
import dev.posthouse.work.Heavy;
import dev.posthouse.work.Tasks;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The dispatcher with the real ledger, turned by hand.
class DispatcherOnLedgerTest implements Tasks {
  private final Courier courier = new Courier();
  private final SettableClock clock = courier.clock;
  private final Events events = new Events(clock);
  private final Deque<Runnable> tasks = new ArrayDeque<>();
  private final Endpoint shop = courier.endpoint(Samples.endpoint(7));
  private Runnable writer = () -> {};
  @TempDir private Path folder = Path.of(".");

  @Test
  void carries_an_event_from_its_commit_through_retry_and_restart() {
    try (Database database = Databases.open(Databases.Kind.SQLITE, folder, clock)) {
      Ledger ledger = ledger(database, 1);
      Dispatcher first = dispatcher(ledger);
      courier.receiver = request -> Samples.answered(500);
      publish(ledger, first);
      run(ledger);
      assertThat(courier.sent).hasSize(1);
      ledger.close();

      Ledger again = ledger(database, 2);
      Dispatcher second = dispatcher(again);
      second.recover();
      run(again);
      assertThat(courier.sent).hasSize(1);
      courier.receiver = request -> Samples.answered(200);
      clock.set(second.nextWake().orElseThrow());
      second.step();
      run(again);
      assertThat(courier.sent).hasSize(2);
      assertThat(again.openEndpoints()).isEmpty();
      assertThat(second.counts().delivered()).isEqualTo(1);
      again.close();
    }
  }

  @Test
  void what_is_cancelled_while_it_is_fetched_is_not_sent() throws Exception {
    try (var database = new FaultyDatabase(Databases.open(Databases.Kind.SQLITE, folder, clock))) {
      Ledger ledger = ledger(database, 1);
      Dispatcher dispatcher = dispatcher(ledger);
      OpenDelivery waiting = publishTwoToGoInTurn(ledger, dispatcher);
      database.stretch(
          new Before(
              "commit",
              2,
              () -> {
                dispatcher.wanted(shop.id());
                tasks.removeLast().run();
              }));
      assertThat(interventions(ledger, dispatcher).cancel(Events.TENANT, waiting.id()))
          .isEqualTo(Cancelled.DONE);
      run(ledger);
      assertThat(courier.sent).hasSize(1);
      ledger.close();
    }
  }

  @Test
  void what_could_not_be_cancelled_is_sent() throws Exception {
    try (var database = new FaultyDatabase(Databases.open(Databases.Kind.SQLITE, folder, clock))) {
      Ledger ledger = ledger(database, 1);
      Dispatcher dispatcher = dispatcher(ledger);
      OpenDelivery waiting = publishTwoToGoInTurn(ledger, dispatcher);
      database.stretch(
          new Before(
              "statement",
              3,
              () -> {
                throw new FaultyDatabase.Broken("constraint", Database.Failure.ROW);
              }));
      Interventions interventions = interventions(ledger, dispatcher);
      assertThatThrownBy(() -> interventions.cancel(Events.TENANT, waiting.id()))
          .hasRootCauseMessage("constraint");
      run(ledger);
      assertThat(courier.sent).hasSize(2);
      ledger.close();
    }
  }

  /// Has something happen before the n-th of such calls.
  private static final class Before implements FaultyDatabase.Tripwire {
    private interface Happening {
      void happen() throws SQLException;
    }

    private final String name;
    private final Happening happening;
    private int left;

    Before(String name, int number, Happening happening) {
      this.name = name;
      this.left = number;
      this.happening = happening;
    }

    @Override
    public void before(String call) throws SQLException {
      if (call.equals(name) && --left == 0) {
        happening.happen();
      }
    }

    @Override
    public void after(String call) {}
  }

  private Interventions interventions(Ledger ledger, Dispatcher dispatcher) {
    writer = ledger::step;
    return new Interventions(new Deliveries(ledger, clock), courier, dispatcher, this);
  }

  private Ledger ledger(Database database, long epoch) {
    var parts = new Ledger.Parts(database, clock, clock::nanos, new WriterCounts(), Limits.DEFAULT);
    return Ledger.open(parts, "node", epoch);
  }

  private Dispatcher dispatcher(Ledger ledger) {
    Work work = Work.of(ledger, marked -> {});
    var outside =
        new Outside(
            work,
            courier,
            courier.gazette,
            courier,
            Tokens.NONE,
            this,
            new Heavy(this, Runnable::run),
            new Budget(1 << 20),
            clock,
            () -> 0,
            events);
    return new Dispatcher(outside, Dispatcher.Limits.DEFAULT, () -> {});
  }

  private OpenDelivery publish(Ledger ledger, Dispatcher dispatcher) {
    Routed routed = events.event(shop.id());
    var appended = ledger.append(new Append(List.of(routed), false));
    while (!appended.isDone()) {
      ledger.step();
    }
    var stored = (Appended.Stored) appended.join();
    var accepted = (Appended.Entry.Accepted) stored.entries().getFirst();
    assertThat(accepted.id()).isInstanceOf(EventId.class);
    dispatcher.handOver(
        accepted.open().stream().map(open -> Job.of(open, routed.event())).toList());
    clock.advance(Duration.ofMillis(1));
    return accepted.open().getFirst();
  }

  /// Returns the second.
  private OpenDelivery publishTwoToGoInTurn(Ledger ledger, Dispatcher dispatcher) {
    courier.endpoint(Samples.endpoint(7, 1, 1, Optional.empty()));
    publish(ledger, dispatcher);
    return publish(ledger, dispatcher);
  }

  private void run(Ledger ledger) {
    writer = ledger::step;
    while (ledger.step() > 0 || !tasks.isEmpty()) {
      if (!tasks.isEmpty()) {
        tasks.remove().run();
      }
    }
  }

  @Override
  public void start(String name, Runnable task) {
    tasks.add(task);
  }

  @Override
  public <T> T await(CompletableFuture<T> result) {
    while (!result.isDone()) {
      writer.run();
    }
    return result.join();
  }
}
