package dev.posthouse.store;

import static dev.posthouse.testing.Events.ENDPOINT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.event.OpenDelivery;
import dev.posthouse.event.Origin;
import dev.posthouse.event.Outcome;
import dev.posthouse.event.Routed;
import dev.posthouse.event.TenantId;
import dev.posthouse.event.Verdict;
import dev.posthouse.store.Appended.Entry;
import dev.posthouse.testing.Events;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the ledger promises, whatever the database.
abstract class LedgerContract extends LedgerFixture {
  @Test
  void an_accepted_event_is_there_with_all_its_bytes_and_its_delivery_waits() {
    Routed routed = events.event(ENDPOINT);

    var accepted = (Entry.Accepted) append(routed).getFirst();

    assertThat(accepted.deliveries()).isEqualTo(1);
    var stored = ledger.event(accepted.id()).orElseThrow();
    assertThat(stored).usingRecursiveComparison().isEqualTo(routed.event());
    assertThat(fetch()).containsExactlyElementsOf(accepted.open());
    assertThat(ledger.backlog().endpoint(ENDPOINT)).isEqualTo(1);
  }

  @Test
  void the_second_publish_of_an_id_is_a_duplicate_and_other_content_a_conflict() {
    var first = (Entry.Accepted) append(events.keyed("a", "{}", ENDPOINT)).getFirst();

    assertThat(append(events.keyed("a", "{}", ENDPOINT)))
        .containsExactly(new Entry.Duplicate(first.id()));
    assertThat(append(events.keyed("a", "[]", ENDPOINT)))
        .containsExactly(new Entry.Conflict(first.id()));
    assertThat(fetch()).hasSize(1);
  }

  @Test
  void of_two_publishes_of_one_id_in_one_transaction_the_first_wins() {
    append(events.event());
    long commits = counts.commits.sum();
    Routed first = events.keyed("a", "{}");
    var one = queue(first);
    var two = queue(events.keyed("a", "{}"));
    ledger.step();

    assertThat(entries(one)).hasOnlyElementsOfType(Entry.Accepted.class);
    assertThat(entries(two)).containsExactly(new Entry.Duplicate(first.event().id()));
    assertThat(counts.commits.sum() - commits).isEqualTo(1);
  }

  @Test
  void the_same_id_in_two_tenants_or_sources_is_two_events() {
    append(events.keyed("a", "{}"));

    assertThat(append(events.event(new TenantId(2), new Origin("shop", "a"), "{}")))
        .hasOnlyElementsOfType(Entry.Accepted.class);
    assertThat(append(events.event(Events.TENANT, new Origin("", "a"), "{}")))
        .hasOnlyElementsOfType(Entry.Accepted.class);
  }

  @Test
  void an_atomic_batch_with_a_conflict_stores_nothing_and_harms_no_neighbour() {
    append(events.keyed("taken", "{}"));
    var neighbour = queue(events.keyed("n", "{}", ENDPOINT));
    var atomic =
        ledger.append(
            new Append(
                List.of(events.keyed("new", "{}", ENDPOINT), events.keyed("taken", "[]")), true));
    var after = queue(events.keyed("new", "{}"));
    ledger.step();

    assertThat(atomic.join()).isInstanceOf(Appended.Refused.class);
    assertThat(entries(neighbour)).hasOnlyElementsOfType(Entry.Accepted.class);
    assertThat(entries(after)).hasOnlyElementsOfType(Entry.Accepted.class);
    assertThat(fetch()).hasSize(1);
  }

  @Test
  void a_duplicate_inside_an_atomic_batch_is_success() {
    assertThat(atomic(events.keyed("a", "{}"), events.keyed("a", "{}")))
        .hasExactlyElementsOfTypes(Entry.Accepted.class, Entry.Duplicate.class);
  }

  @Test
  void a_row_that_the_database_refuses_fails_alone() {
    Routed good = events.event(ENDPOINT);
    Routed poison = new Routed(good.event(), good.hash(), List.of());
    var first = queue(good);
    var second = queue(poison);
    var third = queue(events.event(ENDPOINT));
    ledger.step();

    assertThat(entries(first)).hasOnlyElementsOfType(Entry.Accepted.class);
    assertThat(entries(second)).hasOnlyElementsOfType(Entry.Rejected.class);
    assertThat(entries(third)).hasOnlyElementsOfType(Entry.Accepted.class);
    assertThat(ledger.writable()).isTrue();
  }

  @Test
  void only_the_bad_event_of_a_batch_is_rejected() {
    append(events.event());
    Routed good = events.event(ENDPOINT);
    append(good);
    Routed poison = new Routed(good.event(), good.hash(), List.of());

    assertThat(append(events.event(ENDPOINT), poison, events.event(ENDPOINT), events.event()))
        .hasExactlyElementsOfTypes(
            Entry.Accepted.class, Entry.Rejected.class, Entry.Accepted.class, Entry.Accepted.class);
    assertThat(atomic(events.event(ENDPOINT), poison)).hasOnlyElementsOfType(Entry.Rejected.class);
    assertThat(fetch()).hasSize(3);
  }

  @Test
  void an_atomic_batch_is_not_refused_for_a_key_of_another_that_is_refused() {
    append(events.keyed("taken", "{}"));
    var refused =
        ledger.append(
            new Append(List.of(events.keyed("k", "{}"), events.keyed("taken", "[]")), true));
    var stored = ledger.append(new Append(List.of(events.keyed("k", "[]")), true));
    ledger.step();

    assertThat(refused.join()).isInstanceOf(Appended.Refused.class);
    assertThat(entries(stored)).hasOnlyElementsOfType(Entry.Accepted.class);
  }

  @Test
  void a_settled_delivery_is_final_and_waits_no_more() {
    OpenDelivery delivery = opened();

    assertThat(settle(delivery, 204, new Verdict.Done())).isEqualTo(new Settled.Closed());

    assertThat(fetch()).isEmpty();
    assertThat(ledger.backlog().endpoint(ENDPOINT)).isZero();
    assertThat(count("delivery where state = 'delivered' and attempts = 1")).isEqualTo(1);
    assertThat(count("attempt where status = 204 and number = 1")).isEqualTo(1);
  }

  @Test
  void what_a_receiver_says_cannot_keep_its_result_or_a_neighbour_s_from_being_written() {
    OpenDelivery one = opened();
    OpenDelivery two = opened();
    var said = events.report(one, new Outcome.Unreachable("no\0text"));
    var first = ledger.settle(new Settle(one, said, new Verdict.Done()));
    var second = queue(two, 200, new Verdict.Done());
    ledger.step();

    assertThat(first.join()).isEqualTo(new Settled.Closed());
    assertThat(second.join()).isEqualTo(new Settled.Closed());
    assertThat(count("attempt where number = 1")).isEqualTo(2);
  }

  @Test
  void a_retry_waits_until_it_is_due() {
    Instant due = clock.instant().plusSeconds(5);
    settle(opened(), 500, new Verdict.Retry(due));

    Fetched early = ledger.fetch(ENDPOINT, clock.instant(), 10);
    assertThat(early.items()).isEmpty();
    assertThat(early.nextDue()).contains(due);

    clock.advance(Duration.ofSeconds(5));
    OpenDelivery again = fetch().getFirst();
    assertThat(again.attempts()).isEqualTo(1);
    assertThat(again.counted()).isEqualTo(1);
    settle(again, 200, new Verdict.Done());
    assertThat(count("attempt")).isEqualTo(2);
  }

  @Test
  void a_settle_whose_row_has_moved_on_writes_nothing() {
    OpenDelivery delivery = opened();
    settle(delivery, 500, new Verdict.Retry(clock.instant()));

    assertThat(settle(delivery, 200, new Verdict.Done())).isEqualTo(new Settled.MovedOn());

    assertThat(count("attempt")).isEqualTo(1);
    assertThat(count("delivery")).isZero();
    assertThat(counts.movedOn.sum()).isEqualTo(1);
  }

  @Test
  void of_results_that_come_together_each_meets_its_own_row_and_one_only() {
    OpenDelivery untouched = opened();
    OpenDelivery moved = opened();
    OpenDelivery last = opened();
    settle(moved, 500, new Verdict.Retry(clock.instant()));

    var first = queue(untouched, 200, new Verdict.Done());
    var late = queue(moved, 200, new Verdict.Done());
    var again = queue(untouched, 200, new Verdict.Done());
    var other = queue(last, 200, new Verdict.Done());
    ledger.step();

    assertThat(first.join()).isEqualTo(new Settled.Closed());
    assertThat(late.join()).isEqualTo(new Settled.MovedOn());
    assertThat(again.join()).isEqualTo(new Settled.MovedOn());
    assertThat(other.join()).isEqualTo(new Settled.Closed());
    assertThat(count("delivery")).isEqualTo(2);
    assertThat(fetch()).extracting(OpenDelivery::id).containsExactly(moved.id());
  }

  @Test
  void what_another_start_of_this_node_owned_is_taken_over_at_once() {
    OpenDelivery before = opened();
    restart(Limits.DEFAULT);

    OpenDelivery taken = fetch().getFirst();
    assertThat(taken.id()).isEqualTo(before.id());
    assertThat(settle(taken, 200, new Verdict.Done())).isEqualTo(new Settled.Closed());
    assertThat(ledger.backlog().total()).isZero();
  }

  @Test
  void beyond_the_backlog_a_delivery_is_given_up_and_says_so() {
    var small = new Limits(100, 50, 100, 1 << 20, Duration.ofSeconds(1), 100, 2, 3);
    restart(small);

    append(events.event(ENDPOINT, ENDPOINT, ENDPOINT));

    assertThat(fetch()).hasSize(2);
    assertThat(count("delivery where state = 'failed' and reason = 'backlog_full'")).isEqualTo(1);
  }

  @Test
  void a_full_queue_refuses_and_a_greedy_tenant_is_refused_first() {
    var small = new Limits(4, 2, 100, 1 << 20, Duration.ofSeconds(1), 100, 10, 10);
    restart(small);
    var other = new TenantId(2);
    queue(events.event(other, new Origin("", ""), "{}"));
    queue(events.event());
    queue(events.event());

    assertThat(queue(events.event()).join())
        .extracting("reason")
        .isEqualTo(Appended.Reason.TENANT_SHARE);
    queue(events.event(other, new Origin("", ""), "{}"));
    assertThat(queue(events.event(other, new Origin("", ""), "{}")).join())
        .extracting("reason")
        .isIn(Appended.Reason.QUEUE_FULL, Appended.Reason.TENANT_SHARE);
  }

  @Test
  void settles_go_first_and_a_transaction_keeps_to_its_rows() {
    var small = new Limits(100, 50, 8, 1 << 20, Duration.ofSeconds(1), 100, 100, 100);
    opened();
    restart(small);
    OpenDelivery delivery = fetch().getFirst();
    for (int i = 0; i < 4; i++) {
      queue(events.event());
    }
    var settled = queue(delivery, 200, new Verdict.Done());

    assertThat(ledger.step()).isEqualTo(3);
    assertThat(settled).isDone();
    assertThat(ledger.step()).isEqualTo(2);
  }

  @Test
  void a_fetch_brings_small_payloads_along_and_leaves_large_ones() {
    append(events.keyed("small", "{\"n\":1}", ENDPOINT));
    append(events.keyed("large", "\"" + "x".repeat(Ledger.SMALL_PAYLOAD) + "\"", ENDPOINT));

    var items = ledger.fetch(ENDPOINT, clock.instant(), 10).items();

    assertThat(items.get(0).event()).isPresent();
    assertThat(items.get(1).event()).isEmpty();
    assertThat(ledger.fetch(ENDPOINT, clock.instant(), 1).more()).isTrue();
  }

  @Test
  void fifty_events_and_their_deliveries_cost_two_commits_and_eight_statements() {
    append(events.event());
    long commits = counts.commits.sum();
    long statements = counts.statements.sum();

    for (int i = 0; i < 50; i++) {
      queue(events.keyed("k" + i, "{}", ENDPOINT));
    }
    ledger.step();
    fetch().forEach(d -> queue(d, 200, new Verdict.Done()));
    ledger.step();

    assertThat(counts.commits.sum() - commits).isEqualTo(2);
    assertThat(counts.statements.sum() - statements).isEqualTo(8);
  }

  @Test
  void a_change_that_throws_is_rolled_back_alone() {
    var bad =
        ledger.change(db -> {
          db.execute("delete from node");
          throw new IllegalStateException("no");
        });
    var good = ledger.change(db -> db.select("select count(*) from node").mapTo(Long.class).one());
    ledger.step();
    ledger.step();

    assertThat(bad).isCompletedExceptionally();
    assertThat(good.join()).isEqualTo(1);
  }

  private List<Entry> atomic(Routed... routed) {
    return entries(done(ledger.append(new Append(List.of(routed), true))));
  }
}
