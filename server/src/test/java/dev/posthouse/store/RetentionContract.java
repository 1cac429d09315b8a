package dev.posthouse.store;

import static dev.posthouse.testing.Events.ENDPOINT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.NewDelivery;
import dev.posthouse.event.OpenDelivery;
import dev.posthouse.event.Routed;
import dev.posthouse.event.Verdict;
import dev.posthouse.store.Appended.Entry;
import dev.posthouse.testing.Events;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What goes when it is past, whatever the database.
abstract class RetentionContract extends LedgerFixture {
  Retention retention;

  @BeforeEach
  void make() {
    retention = new Retention(ledger, database, counts);
  }

  /// Returns how often there was something.
  int all(Supplier<CompletableFuture<Boolean>> slice) {
    int times = 0;
    while (done(slice.get())) {
      times++;
    }
    return times;
  }

  void drop(Instant horizon) {
    all(() -> retention.slice(horizon));
    all(() -> retention.dropDay(horizon));
  }

  @Test
  void what_is_old_goes_with_its_keys_and_open_work_and_nothing_else() {
    append(events.keyed("old", "{}", ENDPOINT));
    OpenDelivery tried = opened();
    settle(tried, 200, new Verdict.Done());
    clock.advance(Duration.ofDays(2));
    Instant horizon = clock.instant();
    append(events.keyed("young", "{}", ENDPOINT));

    assertThat(done(retention.slice(horizon))).isTrue();
    assertThat(done(retention.slice(horizon))).isFalse();
    all(() -> retention.dropDay(horizon));

    assertThat(count("event")).isEqualTo(1);
    assertThat(count("attempt")).isZero();
    assertThat(count("delivery")).isZero();
    assertThat(fetch()).hasSize(1);
    assertThat(ledger.backlog().total()).isEqualTo(1);
    assertThat(counts.expired.sum()).isEqualTo(1);
    assertThat(counts.dropped.sum()).isEqualTo(2);
    all(retention::clearKeys);
    assertThat(append(events.keyed("old", "[]"))).hasOnlyElementsOfType(Entry.Accepted.class);
    assertThat(append(events.keyed("young", "[]"))).hasOnlyElementsOfType(Entry.Conflict.class);
  }

  @Test
  void a_key_is_free_once_its_event_is_gone_and_then_somebody_s_again() {
    append(events.keyed("a", "{}"), events.keyed("b", "{}"));
    clock.advance(Duration.ofDays(2));
    drop(clock.instant());
    restart(Limits.DEFAULT);
    make();

    assertThat(ledger.find(Events.TENANT, events.keyed("a", "{}").event().origin())).isEmpty();
    Routed again = events.keyed("a", "[]");
    assertThat(append(again, events.keyed("c", "{}"), events.keyed("a", "[]")))
        .hasExactlyElementsOfTypes(
            Entry.Accepted.class, Entry.Accepted.class, Entry.Duplicate.class);
    all(retention::clearKeys);

    assertThat(append(events.keyed("a", "[]"))).hasOnlyElementsOfType(Entry.Duplicate.class);
    assertThat(append(events.keyed("a", "{}"))).hasOnlyElementsOfType(Entry.Conflict.class);
    assertThat(append(events.keyed("b", "[]"))).hasOnlyElementsOfType(Entry.Accepted.class);
    assertThat(ledger.find(Events.TENANT, again.event().origin())).contains(again.event().id());
    assertThat(count("event")).isEqualTo(3);
  }

  @Test
  void what_is_opened_while_retention_is_at_it_ends_with_its_event() {
    Routed routed = events.event(ENDPOINT);
    append(routed);
    clock.advance(Duration.ofDays(2));
    Instant horizon = clock.instant();
    all(() -> retention.slice(horizon));

    var id = new DeliveryId(routed.event().id(), events.next());
    var deliveries = new Deliveries(ledger, clock);
    done(deliveries.replay(routed.event(), List.of(new NewDelivery(id, ENDPOINT, Events.PIN))));
    drop(horizon);

    assertThat(count("event")).isZero();
    assertThat(count("waiting")).isZero();
    assertThat(ledger.backlog().total()).isZero();
    assertThat(done(deliveries.replay(routed.event(), List.of()))).isFalse();
  }

  @Test
  void many_days_go_one_after_the_other_each_counted_once() {
    for (int day = 0; day < 12; day++) {
      append(events.keyed("day" + day, "{}"), events.event(ENDPOINT));
      clock.advance(Duration.ofDays(1));
    }
    Instant horizon = clock.instant().minus(Duration.ofDays(2));
    drop(horizon);
    drop(horizon);

    assertThat(counts.dropped.sum()).isEqualTo(20);
    assertThat(counts.expired.sum()).isEqualTo(10);
    assertThat(count("event")).isEqualTo(4);
    assertThat(count("waiting")).isEqualTo(2);
  }
}
