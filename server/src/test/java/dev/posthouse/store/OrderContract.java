package dev.posthouse.store;

import static dev.posthouse.testing.Events.ENDPOINT;
import static dev.posthouse.testing.Events.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.event.Decision;
import dev.posthouse.event.Decisions;
import dev.posthouse.event.Event;
import dev.posthouse.event.NewDelivery;
import dev.posthouse.event.Origin;
import dev.posthouse.event.Questions;
import dev.posthouse.event.Routed;
import dev.posthouse.event.TenantId;
import dev.posthouse.store.Appended.Entry;
import dev.posthouse.testing.Events;
import dev.posthouse.webhooks.change.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Which events come after a newer state of their subject, whatever the database.
abstract class OrderContract extends LedgerFixture {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void an_event_with_an_older_state_is_stored_as_stale_and_delivered_to_who_wants_it() {
    assertThat(stale(at(0, "a"))).isFalse();
    assertThat(stale(at(2, "b"))).isFalse();

    Routed late = at(1, "c");

    assertThat(stale(late)).isTrue();
    assertThat(fetch()).hasSize(3);
  }

  @Test
  void who_does_not_want_stale_events_gets_none_and_is_told() {
    append(skipping(at(2, "a")));
    var entry = (Entry.Accepted) append(skipping(at(1, "b"))).getFirst();

    assertThat(entry.open()).isEmpty();
    assertThat(entry.deliveries()).isZero();
    assertThat(ledger.event(entry.id()).orElseThrow().decisions())
        .isEqualTo(
            new Decisions(true, List.of(new Decision(Events.PIN.subscription(), Finding.STALE))));
    assertThat(fetch()).hasSize(1);
  }

  @Test
  void that_an_event_is_stale_goes_before_what_it_said_itself_of_changes() {
    append(saying(skipping(at(2, "a"))));
    Routed late = saying(skipping(at(1, "b")));
    append(late);

    assertThat(stored(late).decisions())
        .isEqualTo(
            new Decisions(true, List.of(new Decision(Events.PIN.subscription(), Finding.STALE))));
    assertThat(fetch()).hasSize(1);
  }

  /// With what its provider told, decided before it came here.
  private static Routed saying(Routed routed) {
    var told = new Decision(Events.PIN.subscription(), Finding.CHANGED, 0, "[]");
    Event event = routed.event().with(new Decisions(false, List.of(told)));
    return new Routed(event, routed.hash(), routed.deliveries(), routed.questions());
  }

  @Test
  void of_one_moment_there_may_be_several() {
    append(at(1, "a"));

    assertThat(stale(at(1, "b"))).isFalse();
  }

  @Test
  void within_one_transaction_the_order_of_arrival_counts() {
    Routed first = at(2, "a");
    Routed second = at(1, "b");
    Routed third = at(3, "c");
    queue(first);
    queue(second, third);
    ledger.step();

    assertThat(List.of(stored(first), stored(second), stored(third)))
        .extracting(event -> event.decisions().stale())
        .containsExactly(false, true, false);
  }

  @Test
  void a_duplicate_moves_nothing() {
    append(at(1, "a"));
    append(asking(events.keyed("a", "[]", ENDPOINT), NOON.plusSeconds(9)));

    assertThat(stale(at(2, "b"))).isFalse();
  }

  @Test
  void subjects_of_other_sources_and_tenants_are_others() {
    append(at(9, "a"));

    Routed source = asking(events.event(TENANT, new Origin("else", "a"), "{}"), NOON);
    Routed tenant = asking(events.event(new TenantId(2), new Origin("shop", "a"), "{}"), NOON);
    assertThat(stale(source)).isFalse();
    assertThat(stale(tenant)).isFalse();
  }

  @Test
  void what_was_decided_outlives_a_restart() {
    append(at(2, "a"));
    restart(Limits.DEFAULT);

    assertThat(stale(at(1, "b"))).isTrue();
  }

  @Test
  void a_batch_that_is_halved_decides_each_event_once() {
    Routed first = at(2, "a");
    Routed poison = asking(new Routed(first.event(), first.hash(), List.of()), NOON);
    Routed late = at(1, "b");
    queue(first, poison, late);
    while (ledger.step() > 0) {
      // until all is written
    }

    assertThat(stored(first).decisions().stale()).isFalse();
    assertThat(stored(late).decisions().stale()).isTrue();
  }

  @Test
  void the_newest_moment_is_forgotten_ninety_days_after_it_was_last_asked_for() {
    append(at(5, "a"));
    clock.advance(Duration.ofDays(80));
    assertThat(stale(at(4, "b"))).isTrue();
    clock.advance(Duration.ofDays(80));
    assertThat(stale(at(3, "c"))).isTrue();
    clock.advance(Duration.ofDays(91));

    assertThat(stale(at(2, "d"))).isFalse();
  }

  @Test
  void events_that_ask_nothing_cost_no_statement() {
    append(events.event(ENDPOINT));
    long before = counts.statements.sum();
    append(events.event(ENDPOINT));
    long plain = counts.statements.sum() - before;
    append(at(1, "a"));

    // The event, its delivery, what is counted.
    assertThat(plain).isEqualTo(3);
    assertThat(count("fingerprint")).isEqualTo(1);
  }

  private Routed at(int seconds, String id) {
    return asking(events.keyed(id, "{}", ENDPOINT), NOON.plusSeconds(seconds));
  }

  private static Routed asking(Routed routed, Instant asOf) {
    return new Routed(
        routed.event(), routed.hash(), routed.deliveries(), Questions.NONE.asOf(asOf));
  }

  private static Routed skipping(Routed routed) {
    Questions questions = routed.questions();
    for (NewDelivery delivery : routed.deliveries()) {
      questions = questions.unlessStale(delivery.id());
    }
    return new Routed(routed.event(), routed.hash(), routed.deliveries(), questions);
  }

  private boolean stale(Routed routed) {
    assertThat(append(routed)).hasOnlyElementsOfType(Entry.Accepted.class);
    return stored(routed).decisions().stale();
  }

  private Event stored(Routed routed) {
    return ledger.event(routed.event().id()).orElseThrow();
  }
}
