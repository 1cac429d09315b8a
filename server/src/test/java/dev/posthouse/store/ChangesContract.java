package dev.posthouse.store;

import static dev.posthouse.store.Snapshots.TTL;
import static dev.posthouse.store.Snapshots.beginning;
import static dev.posthouse.store.Snapshots.missing;
import static dev.posthouse.store.Snapshots.showing;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.event.Comparison.Shown;
import dev.posthouse.event.Decision;
import dev.posthouse.event.Routed;
import dev.posthouse.event.Sha256;
import dev.posthouse.store.Appended.Entry;
import dev.posthouse.webhooks.change.Finding;
import dev.posthouse.webhooks.change.Missing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which events show something new, whatever the database.
abstract class ChangesContract extends LedgerFixture {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  /// Not a cipher, but unlike what it is made of.
  private record Reversed() implements StateSeal {
    @Override
    public byte[] seal(Handle db, long row, String values) {
      return new StringBuilder(values + row).reverse().toString().getBytes(UTF_8);
    }

    @Override
    public String open(long row, byte[] sealed) {
      String text = new StringBuilder(new String(sealed, UTF_8)).reverse().toString();
      return text.substring(0, text.length() - String.valueOf(row).length());
    }
  }

  private final Snapshots snapshots = new Snapshots(events);

  @BeforeEach
  void seal() {
    ledger.sealWith(new Reversed());
  }

  @Test
  void only_an_event_that_shows_something_new_is_delivered_with_what_changed() {
    assertThat(finding(shows("o-1", "A"))).isEqualTo(Finding.BASELINE);
    assertThat(finding(shows("o-1", "A"))).isEqualTo(Finding.UNCHANGED);
    Routed changed = shows("o-1", "B");
    assertThat(finding(changed)).isEqualTo(Finding.CHANGED);
    assertThat(finding(shows("o-1", "B"))).isEqualTo(Finding.UNCHANGED);

    assertThat(decision(changed).changes()).isEqualTo("[A>B]");
    assertThat(fetch()).hasSize(1);
    assertThat(ledger.event(changed.event().id()).orElseThrow().decisions().stale()).isFalse();
  }

  @Test
  void the_answer_counts_the_deliveries_that_are_caused() {
    append(shows("o-1", "A"));

    var unchanged = (Entry.Accepted) append(shows("o-1", "A")).getFirst();
    var changed = (Entry.Accepted) append(shows("o-1", "B")).getFirst();

    assertThat(unchanged.deliveries()).isZero();
    assertThat(unchanged.open()).isEmpty();
    assertThat(changed.deliveries()).isEqualTo(1);
    assertThat(changed.open()).hasSize(1);
  }

  @Test
  void of_an_unknown_subject_becomes_what_is_asked_for() {
    assertThat(finding(missing(shows("o-1", "A"), Missing.DELIVER))).isEqualTo(Finding.UNKNOWN);
    assertThat(finding(missing(shows("o-1", "A"), Missing.DELIVER))).isEqualTo(Finding.UNCHANGED);
    assertThat(finding(missing(shows("o-2", "A"), Missing.SKIP))).isEqualTo(Finding.SKIPPED);
    assertThat(finding(missing(shows("o-2", "B"), Missing.SKIP))).isEqualTo(Finding.SKIPPED);
    assertThat(fetch()).hasSize(1);
  }

  @Test
  void an_event_that_says_where_to_begin_is_not_delivered_and_replaces_nothing() {
    Routed begin = shows("o-1", "A");
    assertThat(finding(beginning(begin))).isEqualTo(Finding.BASELINE);
    assertThat(finding(beginning(shows("o-1", "B")))).isEqualTo(Finding.KNOWN);
    Routed first = shows("o-1", "B");

    assertThat(finding(first)).isEqualTo(Finding.CHANGED);
    assertThat(decision(first).against()).isEqualTo(begin.event().id().value());
    assertThat(fetch()).hasSize(1);
  }

  @Test
  void an_older_state_never_overwrites_a_newer_one() {
    append(shows("o-1", "A", 1));
    append(shows("o-1", "A", 5));

    assertThat(finding(shows("o-1", "B", 3))).isEqualTo(Finding.STALE);
    assertThat(finding(shows("o-1", "A", 5))).isEqualTo(Finding.UNCHANGED);
    assertThat(finding(shows("o-1", "C", 5))).isEqualTo(Finding.CHANGED);
  }

  @Test
  void several_events_of_one_subject_in_one_transaction_are_decided_in_order_of_arrival() {
    List<Routed> events =
        List.of(
            shows("o-1", "A"),
            shows("o-1", "B"),
            shows("o-2", "A"),
            shows("o-1", "B"),
            shows("o-1", "A"));
    queue(events.get(0));
    queue(events.get(1), events.get(2));
    queue(events.get(3), events.get(4));
    ledger.step();

    assertThat(events.stream().map(this::decision).map(Decision::finding))
        .containsExactly(
            Finding.BASELINE,
            Finding.CHANGED,
            Finding.BASELINE,
            Finding.UNCHANGED,
            Finding.CHANGED);
    assertThat(fetch()).hasSize(2);
  }

  @Test
  void a_duplicate_moves_nothing_and_is_delivered_never() {
    append(shows("o-1", "A"));
    Routed changed = keyed("k", "o-1", "B");
    append(changed);
    append(keyed("k", "o-1", "B"));
    append(keyed("k", "o-1", "C"));

    assertThat(finding(shows("o-1", "B"))).isEqualTo(Finding.UNCHANGED);
    assertThat(fetch()).hasSize(1);
  }

  @Test
  void an_atomic_append_that_is_refused_moves_nothing() {
    append(shows("o-1", "A"));
    append(keyed("k", "o-9", "A"));
    var refused =
        ledger.append(new Append(List.of(shows("o-1", "B"), keyed("k", "o-9", "Z")), true));
    ledger.step();

    assertThat(refused.join()).isInstanceOf(Appended.Refused.class);
    assertThat(finding(shows("o-1", "A"))).isEqualTo(Finding.UNCHANGED);
  }

  @Test
  void a_batch_that_is_halved_decides_as_if_it_had_not_been() {
    Routed good = shows("o-1", "A");
    append(good);
    Routed poison = new Routed(good.event(), good.hash(), List.of(), shows("o-1", "X").questions());
    Routed changed = shows("o-1", "B");
    Routed again = shows("o-1", "B");
    append(changed, poison, again);

    assertThat(decision(changed).finding()).isEqualTo(Finding.CHANGED);
    assertThat(decision(again).finding()).isEqualTo(Finding.UNCHANGED);
    assertThat(fetch()).hasSize(1);
  }

  @Test
  void a_state_is_kept_as_long_as_it_is_asked_for_and_unknown_after_that() {
    append(shows("o-1", "A"));
    for (int i = 0; i < 3; i++) {
      clock.advance(Duration.ofDays(80));
      assertThat(finding(shows("o-1", "A"))).isEqualTo(Finding.UNCHANGED);
    }
    clock.advance(Duration.ofDays(91));

    assertThat(finding(shows("o-1", "B"))).isEqualTo(Finding.BASELINE);
  }

  @Test
  void what_is_remembered_outlives_a_restart() {
    append(shows("o-1", "A"));
    restart(Limits.DEFAULT);
    seal();
    Routed changed = shows("o-1", "B");

    assertThat(finding(changed)).isEqualTo(Finding.CHANGED);
    assertThat(decision(changed).changes()).isEqualTo("[A>B]");
  }

  @Test
  void values_stand_nowhere_in_the_table_and_only_a_hash_where_they_are_not_wanted() {
    append(shows("o-1", "street"));
    append(showing(shows("o-2", "street"), new Shown(Sha256.of("x"), "")));

    List<byte[]> states =
        ledger.read(db ->
            db.createQuery("select state from fingerprint order by state is null")
                .map((row, context) -> row.getBytes(1))
                .list());
    assertThat(new String(states.getFirst(), UTF_8)).isNotEmpty().doesNotContain("street");
    assertThat(states.getLast()).isNull();
  }

  @Test
  void what_cannot_be_compared_is_told_and_not_delivered() {
    Routed unreadable = showing(shows("o-1", "A"), null);

    assertThat(finding(unreadable)).isEqualTo(Finding.UNREADABLE);
    assertThat(count("fingerprint where event <> 0")).isZero();
  }

  @Test
  void expired_states_are_swept() {
    append(shows("o-1", "A"));
    append(missing(shows("o-2", "A"), Missing.SKIP));
    clock.advance(TTL.minusDays(1));
    append(shows("o-3", "A"));
    clock.advance(Duration.ofDays(2));

    int swept = done(ledger.forgetExpired(100));

    assertThat(swept).isBetween(1, 2);
    assertThat(count("fingerprint")).isEqualTo(1);
  }

  /// Against the plainest program that could be: a map.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void many_random_events_are_decided_like_by_a_small_model(long seed) {
    var random = new Random(seed);
    Map<String, String> states = new HashMap<>();
    Map<String, Long> moments = new HashMap<>();
    for (int round = 0; round < 25; round++) {
      var events = new ArrayList<Routed>();
      var wanted = new ArrayList<Finding>();
      var pending = new ArrayList<CompletableFuture<Appended>>();
      int size = 1 + random.nextInt(6);
      for (int i = 0; i < size; i++) {
        String subject = "s" + random.nextInt(3);
        String value = String.valueOf((char) ('A' + random.nextInt(3)));
        long moment = random.nextInt(50);
        boolean begins = random.nextInt(5) == 0;
        Routed event = shows(subject, value, (int) moment);
        events.add(begins ? beginning(event) : event);
        wanted.add(modelled(states, moments, begins, List.of(subject, value), moment));
      }
      for (Routed event : events) {
        pending.add(queue(event));
      }
      while (ledger.step() > 0) {
        // until all is written
      }
      assertThat(pending).allMatch(CompletableFuture::isDone);
      assertThat(events.stream().map(this::decision).map(Decision::finding).toList())
          .isEqualTo(wanted);
      if (random.nextInt(5) == 0) {
        restart(Limits.DEFAULT);
        seal();
      }
    }
  }

  private static Finding modelled(
      Map<String, String> states,
      Map<String, Long> moments,
      boolean begins,
      List<String> event,
      long moment) {
    String subject = event.getFirst();
    String before = states.get(subject);
    if (before == null) {
      states.put(subject, event.getLast());
      moments.put(subject, moment);
      return Finding.BASELINE;
    } else if (begins) {
      return Finding.KNOWN;
    } else if (moment < moments.getOrDefault(subject, Long.MIN_VALUE)) {
      return Finding.STALE;
    }
    states.put(subject, event.getLast());
    moments.put(subject, moment);
    return before.equals(event.getLast()) ? Finding.UNCHANGED : Finding.CHANGED;
  }

  Routed shows(String subject, String value) {
    return snapshots.of(subject, value, null);
  }

  private Routed shows(String subject, String value, int seconds) {
    return snapshots.of(subject, value, NOON.plusSeconds(seconds));
  }

  private Routed keyed(String id, String subject, String value) {
    return snapshots.of(events.keyed(id, "{\"v\":\"" + value + "\"}"), subject, value, null);
  }

  Finding finding(Routed routed) {
    assertThat(append(routed)).hasOnlyElementsOfType(Entry.Accepted.class);
    return decision(routed).finding();
  }

  Decision decision(Routed routed) {
    return ledger.event(routed.event().id()).orElseThrow().decisions().each().getFirst();
  }
}
