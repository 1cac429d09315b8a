package dev.posthouse.store;

import static dev.posthouse.testing.Events.ENDPOINT;
import static dev.posthouse.testing.Events.TENANT;
import static dev.posthouse.testing.Events.answered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.event.JobId;
import dev.posthouse.event.OpenDelivery;
import dev.posthouse.event.Verdict;
import dev.posthouse.store.Appended.Entry;
import dev.posthouse.store.Deliveries.Cancelled;
import dev.posthouse.work.Tasks;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Two nodes that are at the same delivery at the same moment: what the first has not committed
/// yet, the second waits for.
@Timeout(60)
final class PostgresMeetingsTest extends TwoNodesFixture {
  @Test
  void a_retry_that_meets_the_end_of_its_delivery_opens_it_again() {
    OpenDelivery delivery = opened();
    var there = new Deliveries(other, clock);

    var retried =
        meanwhile(
            () -> there.retry(TENANT, delivery.id()),
            () -> settle(delivery, 200, new Verdict.Done()));

    assertThat(retried.join()).isPresent();
    assertThat(count("delivery where state = 'delivered'")).isEqualTo(1);
    assertThat(count("waiting where extra = 1 and mark = 1")).isEqualTo(1);
    assertThat(other.backlog().total()).isEqualTo(1);
  }

  @Test
  void a_manual_attempt_that_ends_leaves_the_one_that_is_asked_for_just_then() {
    var here = new Deliveries(ledger, clock);
    var appended = other.append(new Append(List.of(events.event(ENDPOINT)), false));
    turn(other);
    OpenDelivery delivery = ((Entry.Accepted) entries(appended).getFirst()).open().getFirst();
    done(here.retry(TENANT, delivery.id()));
    OpenDelivery manual = other.fetch(ENDPOINT, clock.instant(), 1).items().getFirst().delivery();
    var again = new Verdict.Retry(clock.instant());

    var settled =
        meanwhile(
            () -> other.settle(result(manual, 500, again)),
            () -> done(here.retry(TENANT, delivery.id())));

    assertThat(settled.join()).isInstanceOf(Settled.Waiting.class);
    assertThat(count("waiting where extra = 1 and attempts = 1")).isEqualTo(1);
  }

  private Settle result(OpenDelivery delivery, int status, Verdict verdict) {
    var report = events.report(delivery, answered(status));
    return new Settle(delivery, report, verdict, "order.created", Optional.empty());
  }

  @Test
  void a_delivery_that_another_node_takes_just_then_is_marked_and_not_cancelled() {
    OpenDelivery delivery = opened();
    var there = new Deliveries(other, clock);
    settle(delivery, 500, new Verdict.Retry(clock.instant()));

    var cancelled =
        meanwhile(
            () -> there.cancel(TENANT, delivery.id(), row -> true),
            () ->
                done(
                    ledger.change(
                        db -> db.execute("update waiting set owner = ?", ledger.epoch()))));

    assertThat(cancelled.join()).isEqualTo(Cancelled.MARKED);
    assertThat(count("waiting where mark = 2")).isEqualTo(1);
  }

  @Test
  void what_is_opened_of_an_event_that_another_node_is_erasing_goes_with_it() {
    OpenDelivery failed = opened();
    settle(failed, 500, new Verdict.Failed(Verdict.Reason.EXHAUSTED));
    var bulk = new BulkDeliveries(ledger);
    var erasure = new Erasure(other);

    var erased =
        meanwhile(
            () -> other.change(db -> erasure.erase(db, List.of(failed.event()))),
            () ->
                done(
                    ledger.change(
                        db -> bulk.again(db, new JobId(1), List.of(failed), clock.instant()))));

    assertThat(erased.join().open()).hasSize(1);
    assertThat(count("waiting")).isZero();
    assertThat(count("event")).isZero();
  }

  @Test
  void what_other_nodes_closed_is_no_backlog_once_all_is_counted_and_what_came_meanwhile_is()
      throws InterruptedException {
    opened();
    opened();
    done(ledger.change(db -> db.execute("update waiting set owner = ?", other.epoch())));
    for (Fetched.Item item : other.fetch(ENDPOINT, clock.instant(), 10).items()) {
      var settled = other.settle(result(item.delivery(), 200, new Verdict.Done()));
      turn(other);
      assertThat(settled.join()).isEqualTo(new Settled.Closed());
    }
    assertThat(ledger.backlog().total()).isEqualTo(2);

    new Recount(ledger, database).run(counting(this::opened));

    assertThat(ledger.backlog().total()).isEqualTo(1);
    assertThat(ledger.backlog().endpoint(ENDPOINT)).isEqualTo(1);
    assertThat(ledger.backlog().tenant(TENANT)).isEqualTo(1);
  }

  @Test
  void a_count_that_an_outage_overtook_changes_nothing() throws InterruptedException {
    opened();
    var faulty = (FaultyDatabase) database;

    new Recount(ledger, database)
        .run(
            counting(() -> {
              opened();
              faulty.nextCommit(FaultyDatabase.Fault.BEFORE);
              done(queue(events.event(ENDPOINT)));
              clock.advance(Duration.ofSeconds(1));
              done(queue(events.event(ENDPOINT)));
            }));

    assertThat(ledger.backlog().total()).isEqualTo(count("waiting"));
  }

  /// Something happens once a count has begun.
  private Tasks counting(Runnable meanwhile) {
    var begun = new AtomicBoolean();
    return new Tasks() {
      @Override
      public void start(String name, Runnable task) {
        throw new UnsupportedOperationException();
      }

      @Override
      public <T> T await(CompletableFuture<T> result) {
        T done = done(result);
        if (begun.compareAndSet(false, true)) {
          meanwhile.run();
        }
        return done;
      }
    };
  }

  /// Has this node write something, and the other one begin before that is committed.
  private <T> CompletableFuture<T> meanwhile(Supplier<CompletableFuture<T>> there, Runnable here) {
    var answer = new AtomicReference<CompletableFuture<T>>();
    var faulty = (FaultyDatabase) database;
    var turning = new AtomicReference<CompletableFuture<Void>>();
    faulty.beforeCommit =
        () -> {
          faulty.beforeCommit = () -> {};
          answer.set(there.get());
          turning.set(CompletableFuture.runAsync(() -> turn(other)));
          awaitWaiting(Objects.requireNonNull(turning.get()));
        };
    here.run();
    Objects.requireNonNull(turning.get()).join();
    return Objects.requireNonNull(answer.get());
  }

  private static void turn(Ledger ledger) {
    while (ledger.step() > 0) {
      // until all is written
    }
  }

  private void awaitWaiting(CompletableFuture<Void> orDone) {
    while (!orDone.isDone() && otherDatabase.read(PostgresMeetingsTest::nobodyWaits)) {
      Thread.onSpinWait();
    }
  }

  private static boolean nobodyWaits(Connection db) throws SQLException {
    try (var statement = db.createStatement();
        var row =
            statement.executeQuery(
                """
                select 1 from pg_locks where not granted and pid in (
                  select pid from pg_stat_activity where datname = current_database())
                """)) {
      return !row.next();
    }
  }
}
