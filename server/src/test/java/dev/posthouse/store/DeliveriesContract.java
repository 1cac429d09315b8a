package dev.posthouse.store;

import static dev.posthouse.testing.Events.ENDPOINT;
import static dev.posthouse.testing.Events.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.JobId;
import dev.posthouse.event.NewDelivery;
import dev.posthouse.event.OpenDelivery;
import dev.posthouse.event.OpenDelivery.Mark;
import dev.posthouse.event.Routed;
import dev.posthouse.event.TenantId;
import dev.posthouse.event.Verdict;
import dev.posthouse.store.Deliveries.Cancelled;
import dev.posthouse.testing.Events;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Cancel, manual retry and removal, whatever the database.
abstract class DeliveriesContract extends LedgerFixture {
  private Deliveries deliveries;
  private Retention retention;

  @BeforeEach
  void make() {
    deliveries = new Deliveries(ledger, clock);
    retention = new Retention(ledger, database, counts);
  }

  @Test
  void a_free_delivery_is_cancelled_at_once() {
    OpenDelivery delivery = opened();
    settle(delivery, 500, new Verdict.Retry(clock.instant().plusSeconds(9)));

    assertThat(done(deliveries.cancel(TENANT, delivery.id(), row -> true)))
        .isEqualTo(Cancelled.DONE);

    assertThat(count("waiting")).isZero();
    assertThat(count("delivery where state = 'cancelled' and attempts = 1")).isEqualTo(1);
    assertThat(ledger.backlog().total()).isZero();
    assertThat(done(deliveries.cancel(TENANT, delivery.id(), row -> true)))
        .isEqualTo(Cancelled.FINAL);
  }

  @Test
  void a_held_delivery_is_marked_and_then_dropped_unsent() {
    OpenDelivery delivery = opened();

    assertThat(done(deliveries.cancel(TENANT, delivery.id(), row -> false)))
        .isEqualTo(Cancelled.MARKED);
    assertThat(fetch().getFirst().mark()).isEqualTo(Mark.CANCEL);
    assertThat(done(deliveries.drop(delivery))).isTrue();

    assertThat(count("delivery where state = 'cancelled'")).isEqualTo(1);
    assertThat(done(deliveries.drop(delivery))).isFalse();
  }

  @Test
  void a_delivery_that_was_on_its_way_when_cancelled_is_delivered_if_the_receiver_took_it() {
    OpenDelivery delivery = opened();
    done(deliveries.cancel(TENANT, delivery.id(), row -> false));

    settle(delivery, 200, new Verdict.Done());

    assertThat(count("delivery where state = 'delivered'")).isEqualTo(1);
  }

  @Test
  void a_delivery_that_a_former_start_held_is_cancelled_at_once() {
    OpenDelivery delivery = opened();
    restart(Limits.DEFAULT);
    make();

    assertThat(done(deliveries.cancel(TENANT, delivery.id(), row -> true)))
        .isEqualTo(Cancelled.DONE);

    assertThat(count("waiting")).isZero();
  }

  @Test
  void a_delivery_that_another_node_holds_is_marked() {
    OpenDelivery delivery = opened();
    long other = events.next();
    done(
        ledger.change(db -> {
          db.execute("insert into node values (?, 'node-2', 0, ?)", other, Long.MAX_VALUE);
          return db.execute("update waiting set owner = ?", other);
        }));

    assertThat(done(deliveries.cancel(TENANT, delivery.id(), row -> true)))
        .isEqualTo(Cancelled.MARKED);
  }

  @Test
  void attempts_keep_counting_when_failed_deliveries_are_tried_once_more() {
    OpenDelivery delivery = opened();
    settle(delivery, 500, new Verdict.Failed(Verdict.Reason.EXHAUSTED));
    done(deliveries.retry(TENANT, delivery.id()));
    settle(fetch().getFirst(), 500, new Verdict.Retry(clock.instant()));

    retryFailed();

    assertThat(fetch().getFirst().attempts()).isEqualTo(2);
  }

  @Test
  void another_tenant_s_delivery_is_unknown() {
    OpenDelivery delivery = opened();
    var other = new TenantId(99);

    assertThat(done(deliveries.cancel(other, delivery.id(), row -> true)))
        .isEqualTo(Cancelled.UNKNOWN);
    assertThat(done(deliveries.retry(other, delivery.id()))).isEmpty();
    settle(delivery, 200, new Verdict.Done());
    assertThat(done(deliveries.retry(other, delivery.id()))).isEmpty();
  }

  @Test
  void two_manual_retries_both_run_and_the_schedule_stays_as_it_was() {
    OpenDelivery delivery = opened();
    Instant due = clock.instant().plusSeconds(60);
    settle(delivery, 500, new Verdict.Retry(due));
    done(deliveries.retry(TENANT, delivery.id()));
    done(deliveries.retry(TENANT, delivery.id()));

    OpenDelivery first = fetch().getFirst();
    assertThat(first.extra()).isEqualTo(2);
    settle(first, 500, new Verdict.Retry(first.due()));
    OpenDelivery second = fetch().getFirst();
    settle(second, 500, new Verdict.Retry(second.due()));

    assertThat(fetch()).isEmpty();
    assertThat(ledger.fetch(ENDPOINT, clock.instant(), 9).nextDue()).contains(due);
    clock.advance(Duration.ofSeconds(60));
    OpenDelivery scheduled = fetch().getFirst();
    assertThat(scheduled.attempts()).isEqualTo(3);
    assertThat(scheduled.counted()).isEqualTo(1);
  }

  @Test
  void a_failed_delivery_is_delivered_by_a_manual_retry_and_stays_failed_by_a_failing_one() {
    OpenDelivery delivery = opened();
    settle(delivery, 500, new Verdict.Failed(Verdict.Reason.EXHAUSTED));
    assertThat(ledger.backlog().total()).isZero();

    done(deliveries.retry(TENANT, delivery.id()));
    assertThat(ledger.backlog().total()).isEqualTo(1);
    OpenDelivery again = fetch().getFirst();
    assertThat(again.attempts()).isEqualTo(1);
    settle(again, 500, new Verdict.Retry(again.due()));
    assertThat(count("delivery where state = 'failed'")).isEqualTo(1);
    assertThat(count("waiting")).isZero();

    done(deliveries.retry(TENANT, delivery.id()));
    OpenDelivery third = fetch().getFirst();
    assertThat(third.attempts()).isEqualTo(2);
    settle(third, 200, new Verdict.Done());
    assertThat(count("delivery where state = 'delivered' and attempts = 3")).isEqualTo(1);
    assertThat(ledger.backlog().total()).isZero();
  }

  @Test
  void all_failed_deliveries_of_an_endpoint_can_be_tried_once_more() {
    for (int i = 0; i < 3; i++) {
      settle(opened(), 500, new Verdict.Failed(Verdict.Reason.EXHAUSTED));
    }
    assertThat(retryFailed()).isEqualTo(3);
    assertThat(retryFailed()).isZero();

    assertThat(fetch()).hasSize(3).allMatch(d -> d.extra() == 1);
  }

  private int retryFailed() {
    var bulk = new BulkDeliveries(ledger);
    var job = new JobId(events.next());
    List<OpenDelivery> failed =
        ledger.read(db ->
            BulkDeliveries.failed(
                    db, TENANT, new BulkDeliveries.OfEvents(0, 0), Long.MAX_VALUE, 100)
                .stream()
                .map(BulkDeliveries.Failed::row)
                .toList());
    var slice = done(ledger.change(db -> bulk.again(db, job, failed, clock.instant())));
    bulk.committed(slice);
    assertThat(count("job_delivery where job = " + job.value())).isEqualTo(slice.open().size());
    return slice.open().size();
  }

  @Test
  void a_replayed_event_waits_under_new_ids_until_it_has_expired() {
    Routed routed = events.event(ENDPOINT);
    append(routed);
    var id = new DeliveryId(routed.event().id(), events.next());
    var wanted = List.of(new NewDelivery(id, ENDPOINT, Events.PIN));

    assertThat(done(deliveries.replay(routed.event(), wanted))).isTrue();
    assertThat(fetch()).hasSize(2).extracting(OpenDelivery::id).contains(id);
    assertThat(ledger.backlog().total()).isEqualTo(2);
    assertThat(done(deliveries.endpointOf(TENANT, id))).contains(ENDPOINT);

    clock.advance(Duration.ofDays(2));
    drop(clock.instant());
    assertThat(done(deliveries.replay(routed.event(), wanted))).isFalse();
    assertThat(done(deliveries.endpointOf(TENANT, id))).isEmpty();
  }

  @Test
  void what_is_open_for_a_removed_endpoint_is_cancelled_and_nothing_more_waits_for_it() {
    opened();
    opened();
    assertThat(done(deliveries.endpointRemoved(ENDPOINT))).isEqualTo(2);
    assertThat(done(deliveries.endpointRemoved(ENDPOINT))).isZero();

    append(events.event(ENDPOINT));

    assertThat(fetch()).isEmpty();
    assertThat(count("delivery where state = 'cancelled' and reason = 'endpoint_removed'"))
        .isEqualTo(3);
  }

  @Test
  void a_removal_that_was_cut_short_is_found_again() {
    append(events.event(ENDPOINT, new EndpointId(70)));

    assertThat(deliveries.orphans(() -> Set.of(ENDPOINT))).containsExactly(new EndpointId(70));
  }

  @Test
  void what_finds_events_by_their_data_is_written_with_them_and_goes_with_their_data() {
    append(events.event());
    long before = counts.statements.sum();
    append(events.event());
    long plain = counts.statements.sum() - before;
    Routed old = found(1L, 2L);
    Routed young = found(1L);
    append(old, young);
    assertThat(counts.statements.sum() - before - plain).isEqualTo(plain + 1);
    assertThat(count("search_key")).isEqualTo(3);

    var erasure = new Erasure(ledger);
    done(ledger.change(db -> erasure.strip(db, List.of(old.event().id()), clock.instant())));
    assertThat(count("search_key where event = " + young.event().id().value())).isEqualTo(1);
    assertThat(count("search_key")).isEqualTo(1);
    done(ledger.change(db -> erasure.erase(db, List.of(young.event().id()))));
    assertThat(count("search_key")).isZero();

    append(found(1L));
    clock.advance(Duration.ofDays(2));
    append(found(1L));
    drop(clock.instant().minus(Duration.ofDays(1)));
    assertThat(count("search_key")).isEqualTo(1);
  }

  private void drop(Instant horizon) {
    while (done(retention.slice(horizon)) || done(retention.dropDay(horizon))) {
      // until all is gone
    }
  }

  private Routed found(Long... keys) {
    Routed routed = events.event();
    return new Routed(routed.event(), routed.hash(), List.of(), routed.questions(), List.of(keys));
  }

  @Test
  void a_settle_of_an_expired_delivery_writes_nothing() {
    OpenDelivery delivery = opened();
    clock.advance(Duration.ofDays(2));
    drop(clock.instant());

    assertThat(settle(delivery, 200, new Verdict.Done())).isEqualTo(new Settled.MovedOn());
    assertThat(count("attempt")).isZero();
  }
}
