package dev.posthouse.store;

import static dev.posthouse.testing.Events.ENDPOINT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.event.Envelope;
import dev.posthouse.event.Event;
import dev.posthouse.event.OpenDelivery;
import dev.posthouse.event.Routed;
import dev.posthouse.event.Verdict;
import dev.posthouse.store.Appended.Entry;
import dev.posthouse.store.FaultyDatabase.Fault;
import dev.posthouse.testing.Databases;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the ledger promises when its database or its own code fails, whatever the database.
abstract class OutagesContract extends LedgerFixture {
  private static final Duration LATER = Duration.ofSeconds(1);

  @Override
  Database database() {
    return new FaultyDatabase(Databases.open(kind(), folder.resolve("data"), clock));
  }

  /// So that the next commit is neither that of a greeting nor that of new partitions.
  @BeforeEach
  void warmUp() {
    append(events.event());
  }

  private FaultyDatabase faulty() {
    return (FaultyDatabase) database;
  }

  @Test
  void an_append_whose_commit_failed_is_not_answered_as_stored() {
    faulty().nextCommit(Fault.BEFORE);

    assertThat(done(queue(events.event(ENDPOINT)))).isInstanceOf(Appended.Unavailable.class);

    assertThat(ledger.writable()).isFalse();
    recover();
    assertThat(fetch()).isEmpty();
    assertThat(ledger.backlog().total()).isZero();
  }

  @Test
  void an_append_that_was_stored_though_its_commit_threw_is_counted_and_fetched_after_the_outage() {
    var rescans = new AtomicInteger();
    ledger.onRecovered(rescans::incrementAndGet);
    Routed routed = events.keyed("a", "{}", ENDPOINT);
    faulty().nextCommit(Fault.AFTER);

    assertThat(done(queue(routed))).isInstanceOf(Appended.Unavailable.class);
    recover();

    assertThat(rescans).hasValue(1);
    assertThat(ledger.backlog().endpoint(ENDPOINT)).isEqualTo(1);
    assertThat(ledger.openEndpoints()).hasSize(1);
    assertThat(fetch()).hasSize(1);
    assertThat(append(events.keyed("a", "{}", ENDPOINT)))
        .containsExactly(new Entry.Duplicate(routed.event().id()));
  }

  @Test
  void a_result_in_hand_is_written_after_the_outage_and_its_neighbours_in_their_order() {
    OpenDelivery one = opened();
    OpenDelivery two = opened();
    faulty().nextCommit(Fault.BEFORE);
    var first = queue(one, 200, new Verdict.Done());
    var second = queue(two, 200, new Verdict.Done());
    ledger.step();
    assertThat(first).isNotDone();

    recover();

    assertThat(first.join()).isEqualTo(new Settled.Closed());
    assertThat(second.join()).isEqualTo(new Settled.Closed());
    assertThat(count("attempt")).isEqualTo(2);
    assertThat(ledger.backlog().total()).isZero();
  }

  @Test
  void a_result_whose_commit_was_unknown_is_not_written_twice() {
    OpenDelivery delivery = opened();
    faulty().nextCommit(Fault.AFTER);
    var settled = queue(delivery, 200, new Verdict.Done());
    ledger.step();

    recover();

    assertThat(settled.join()).isEqualTo(new Settled.MovedOn());
    assertThat(count("attempt")).isEqualTo(1);
    assertThat(count("delivery where state = 'delivered'")).isEqualTo(1);
    assertThat(ledger.backlog().total()).isZero();
  }

  @Test
  void a_change_whose_commit_is_unknown_fails_and_its_batch_is_kept() {
    var appended = queue(events.event(ENDPOINT));
    faulty().beforeCommit = () -> faulty().nextCommit(appended.isDone() ? Fault.AFTER : Fault.NONE);
    var changed = ledger.change(db -> db.execute("delete from attempt"));
    ledger.step();
    faulty().beforeCommit = () -> {};

    assertThat(entries(appended)).hasOnlyElementsOfType(Entry.Accepted.class);
    assertThat(changed).isCompletedExceptionally();
    recover();
    assertThat(ledger.backlog().endpoint(ENDPOINT)).isEqualTo(1);
  }

  @Test
  void changes_take_a_fifth_of_the_time_while_others_wait_and_go_at_once_when_alone() {
    faulty().beforeCommit = () -> nanosAhead += Duration.ofMillis(10).toNanos();
    var first = ledger.change(db -> 1);
    queue(events.event());
    ledger.step();
    assertThat(first).isCompleted();

    var second = ledger.change(db -> 2);
    int batches = 0;
    while (!second.isDone()) {
      queue(events.event());
      ledger.step();
      batches++;
    }
    var third = ledger.change(db -> 3);
    ledger.step();

    assertThat(batches).isEqualTo(5);
    assertThat(third).isCompleted();
  }

  @Test
  void what_still_waits_when_the_database_stays_away_is_turned_away_and_not_left_hanging() {
    restart(Limits.DEFAULT);
    faulty().goAway();
    var appended = queue(events.event(ENDPOINT));
    var changed = ledger.change(db -> 1);

    ledger.step();

    assertThat(appended.join()).isInstanceOf(Appended.Unavailable.class);
    assertThat(changed).isCompletedExceptionally();
    faulty().comeBack();
    recover();
    assertThat(append(events.event())).hasOnlyElementsOfType(Entry.Accepted.class);
  }

  @Test
  void the_writer_rests_while_the_database_is_away_though_results_wait() throws Exception {
    OpenDelivery delivery = opened();
    queue(delivery, 200, new Verdict.Done());
    faulty().nextCommit(Fault.BEFORE);
    ledger.step();

    long started = System.nanoTime();
    ledger.awaitWork(Duration.ofMillis(30));

    assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThan(Duration.ofMillis(25));
  }

  @Test
  void a_slow_sync_does_not_make_transactions_small() {
    restart(new Limits(100, 100, 64, 1 << 20, Duration.ofMillis(50), 100, 10, 10));
    warmUp();
    for (int i = 0; i < 64; i++) {
      queue(events.event());
    }
    faulty().beforeCommit = () -> nanosAhead += Duration.ofMillis(200).toNanos();

    assertThat(ledger.step()).isEqualTo(32);
    assertThat(ledger.step()).isEqualTo(32);
  }

  @Test
  void a_clock_that_is_set_back_does_not_prolong_an_outage() {
    faulty().nextCommit(Fault.BEFORE);
    done(queue(events.event()));
    faulty().goAway();
    ledger.step();
    faulty().comeBack();
    long before = clock.nanos();
    clock.set(clock.instant().minus(Duration.ofHours(1)));
    nanosAhead = before - clock.nanos() + LATER.toNanos();

    ledger.step();

    assertThat(ledger.writable()).isTrue();
  }

  @Test
  void the_backlog_is_counted_anew_though_no_reader_is_free() {
    var rescans = new AtomicInteger();
    ledger.onRecovered(rescans::incrementAndGet);
    opened();
    faulty().nextCommit(Fault.AFTER);
    done(queue(events.event(ENDPOINT)));
    faulty().failReads(true);
    recover();
    faulty().failReads(false);
    recover();

    assertThat(ledger.writable()).isTrue();
    assertThat(ledger.backlog().total()).isEqualTo(2);
    assertThat(rescans).hasValue(1);
  }

  @Test
  void a_refusal_is_told_only_when_what_it_rests_on_is_stored() {
    var first = queue(events.keyed("a", "{}"));
    var atomic = ledger.append(new Append(List.of(events.keyed("a", "[]")), true));
    faulty().nextCommit(Fault.BEFORE);
    ledger.step();

    assertThat(first.join()).isInstanceOf(Appended.Unavailable.class);
    assertThat(atomic.join()).isInstanceOf(Appended.Unavailable.class);
  }

  @Test
  void a_defect_of_ours_fails_its_own_command_and_leaves_no_row_behind() {
    Routed hollow = events.keyed("hollow", "{}", ENDPOINT);
    var first = queue(events.keyed("one", "{}", ENDPOINT));
    var second = queue(new Routed(unwritable(hollow), hollow.hash(), hollow.deliveries()));
    var third = queue(events.keyed("two", "{}", ENDPOINT));

    ledger.step();

    assertThat(entries(first)).hasOnlyElementsOfType(Entry.Accepted.class);
    assertThat(entries(second)).hasOnlyElementsOfType(Entry.Rejected.class);
    assertThat(entries(third)).hasOnlyElementsOfType(Entry.Accepted.class);
    done(queue(events.event()));
    assertThat(count("event")).isEqualTo(4);
    assertThat(append(events.keyed("hollow", "{}"))).hasOnlyElementsOfType(Entry.Accepted.class);
  }

  /// Its time is too far away for the tables, which our own code finds out while it writes.
  private static Event unwritable(Routed routed) {
    Event e = routed.event();
    Envelope known = e.envelope();
    var envelope =
        new Envelope(
            known.type(),
            known.subject(),
            Instant.MAX,
            known.organisation(),
            known.actor(),
            known.extensions());
    return new Event(
        e.id(), e.tenant(), e.origin(), envelope, e.payload(), e.accepted(), e.routeTable());
  }

  @Test
  void results_that_were_not_written_when_the_ledger_closes_are_told_to_be_lost() {
    OpenDelivery delivery = opened();
    var settled = queue(delivery, 200, new Verdict.Done());

    ledger.close();

    assertThat(settled).isCompletedExceptionally();
    assertThat(queue(events.event()).join()).isInstanceOf(Appended.Unavailable.class);
    assertThat(ledger.change(db -> 1)).isCompletedExceptionally();
    assertThat(queue(delivery, 200, new Verdict.Done())).isCompletedExceptionally();
  }

  private void recover() {
    clock.advance(LATER);
    while (ledger.step() > 0) {
      // until all is written
    }
  }
}
