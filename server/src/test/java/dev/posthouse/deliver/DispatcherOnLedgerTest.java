package dev.posthouse.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.config.Endpoint;
import dev.posthouse.event.EventId;
import dev.posthouse.event.Routed;
import dev.posthouse.oauth.Tokens;
import dev.posthouse.store.Append;
import dev.posthouse.store.Appended;
import dev.posthouse.store.Database;
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
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
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

  private void publish(Ledger ledger, Dispatcher dispatcher) {
    Routed routed = events.event(shop.id());
    var appended = ledger.append(new Append(List.of(routed), false));
    run(ledger);
    var stored = (Appended.Stored) appended.join();
    var accepted = (Appended.Entry.Accepted) stored.entries().getFirst();
    assertThat(accepted.id()).isInstanceOf(EventId.class);
    dispatcher.handOver(
        accepted.open().stream().map(open -> Job.of(open, routed.event())).toList());
    clock.advance(Duration.ofMillis(1));
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
