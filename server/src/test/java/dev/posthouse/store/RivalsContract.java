package dev.posthouse.store;

import static dev.posthouse.store.Snapshots.missing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.event.Decision;
import dev.posthouse.event.Routed;
import dev.posthouse.event.Sha256;
import dev.posthouse.store.Appended.Entry;
import dev.posthouse.webhooks.change.Finding;
import dev.posthouse.webhooks.change.Missing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Events of one subject that come at the same moment, to all the ledgers there are: of what they
/// show, each change is seen once, whoever is first.
@Timeout(60)
abstract class RivalsContract extends LedgerFixture {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final int ROUNDS = 20;

  final Snapshots snapshots = new Snapshots(events);
  private final ExecutorService threads = Executors.newFixedThreadPool(4);
  private final List<Thread> writers = new ArrayList<>();
  private volatile boolean ending;

  /// All that write to the database.
  abstract List<Ledger> ledgers();

  @BeforeEach
  void write() {
    for (Ledger each : ledgers()) {
      writers.add(Thread.ofPlatform().start(() -> write(each)));
    }
  }

  private void write(Ledger each) {
    try {
      while (!ending) {
        if (each.step() == 0) {
          each.awaitWork(Duration.ofMillis(20));
        }
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void end() throws InterruptedException {
    ending = true;
    for (Thread writer : writers) {
      writer.join();
    }
    threads.shutdownNow();
  }

  @Test
  void a_change_that_two_events_show_is_delivered_once() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      String subject = "o-" + round;
      Routed known = snapshots.of(subject, "A", null);
      publish(List.of(List.of(known)));
      List<Routed> rivals = List.of(shows(subject, "B"), shows(subject, "B"));

      publish(List.of(rivals.subList(0, 1), rivals.subList(1, 2)));

      assertThat(findings(rivals)).containsExactlyInAnyOrder(Finding.CHANGED, Finding.UNCHANGED);
      assertThat(remembers(subject, "B")).isTrue();
    }
    assertThat(count("waiting")).isEqualTo(ROUNDS);
  }

  @Test
  void a_subject_that_nobody_knew_is_new_to_one_of_two_events() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      String subject = "o-" + round;
      List<Routed> rivals =
          List.of(
              missing(shows(subject, "A"), Missing.DELIVER),
              missing(shows(subject, "A"), Missing.DELIVER));

      publish(List.of(rivals.subList(0, 1), rivals.subList(1, 2)));

      assertThat(findings(rivals)).containsExactlyInAnyOrder(Finding.UNKNOWN, Finding.UNCHANGED);
    }
    assertThat(count("waiting")).isEqualTo(ROUNDS);
  }

  @Test
  void each_of_several_changes_is_compared_with_the_one_before_it() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      String subject = "o-" + round;
      Routed known = shows(subject, "A");
      publish(List.of(List.of(known)));
      List<Routed> rivals = List.of(shows(subject, "B"), shows(subject, "C"), shows(subject, "D"));

      publish(rivals.stream().map(List::of).toList());

      assertThat(findings(rivals)).containsOnly(Finding.CHANGED);
      List<Long> chain = new ArrayList<>(List.of(known.event().id().value()));
      for (int i = 0; i < rivals.size(); i++) {
        chain.add(next(rivals, chain.getLast()));
      }
      assertThat(chain).doesNotHaveDuplicates();
      assertThat(remembers(subject, value(rivals, chain.getLast()))).isTrue();
    }
  }

  /// The event that was compared with another one.
  private long next(List<Routed> rivals, long before) {
    return rivals.stream()
        .filter(rival -> decision(rival).against() == before)
        .map(rival -> rival.event().id().value())
        .findFirst()
        .orElseThrow();
  }

  private static String value(List<Routed> rivals, long event) {
    Routed last =
        rivals.stream().filter(r -> r.event().id().value() == event).findFirst().orElseThrow();
    return Objects.requireNonNull(Snapshots.asked(last).shown()).values();
  }

  @Test
  void the_newest_state_stays_whichever_of_two_is_first() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      String subject = "o-" + round;
      publish(List.of(List.of(snapshots.of(subject, "A", NOON))));
      Routed older = snapshots.of(subject, "B", NOON.plusSeconds(1));
      Routed newer = snapshots.of(subject, "C", NOON.plusSeconds(2));

      publish(List.of(List.of(older), List.of(newer)));

      assertThat(decision(newer).finding()).isEqualTo(Finding.CHANGED);
      assertThat(decision(older).finding()).isIn(Finding.CHANGED, Finding.STALE);
      assertThat(remembers(subject, "C")).isTrue();
    }
  }

  @Test
  void a_request_that_comes_twice_at_once_is_compared_once() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      String subject = "o-" + round;
      publish(List.of(List.of(shows(subject, "A"))));
      Routed one = snapshots.of(events.keyed(subject, "{}"), subject, "B", null);
      Routed other = snapshots.of(events.keyed(subject, "{}"), subject, "B", null);

      List<Entry> entries = publish(List.of(List.of(one), List.of(other)));

      assertThat(entries).hasAtLeastOneElementOfType(Entry.Accepted.class);
      assertThat(entries).hasAtLeastOneElementOfType(Entry.Duplicate.class);
      assertThat(count("waiting")).isEqualTo(round + 1L);
    }
  }

  @Test
  void batches_that_name_the_same_subjects_crosswise_do_not_wait_for_each_other_for_ever()
      throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      List<Routed> there = new ArrayList<>();
      List<Routed> back = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        there.add(missing(shows("o-" + round + "-" + i, "A"), Missing.DELIVER));
        back.addFirst(missing(shows("o-" + round + "-" + i, "A"), Missing.DELIVER));
      }

      publish(List.of(there, back));

      assertThat(findings(there)).containsOnly(findings(there).getFirst());
      assertThat(findings(there).getFirst()).isNotEqualTo(findings(back).getFirst());
    }
    assertThat(count("waiting")).isEqualTo(8L * ROUNDS);
  }

  @Test
  void sweeping_takes_nothing_from_under_an_event_that_asks_for_it() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      List<Routed> first = new ArrayList<>();
      List<Routed> again = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        first.add(shows("o-" + i, "A" + round));
        again.add(shows("o-" + i, "B" + round));
      }
      publish(List.of(first));
      clock.advance(Snapshots.TTL.plusDays(1));
      var swept = ledgers().getLast().forgetExpired(100);

      publish(List.of(again.subList(0, 4), again.subList(4, 8)));

      swept.join();
      assertThat(findings(again)).containsOnly(Finding.BASELINE);
      for (int i = 0; i < 8; i++) {
        assertThat(remembers("o-" + i, "B" + round)).isTrue();
      }
    }
  }

  Routed shows(String subject, String value) {
    return snapshots.of(subject, value, null);
  }

  boolean remembers(String subject, String value) {
    byte[] hash = Arrays.copyOf(Sha256.of(value), 16);
    return ledger
        .remembered(Sha256.of(subject))
        .filter(known -> Arrays.equals(known.state().hash(), hash))
        .isPresent();
  }

  List<Finding> findings(List<Routed> all) {
    return all.stream().map(this::decision).map(Decision::finding).toList();
  }

  private Decision decision(Routed routed) {
    return ledger.event(routed.event().id()).orElseThrow().decisions().each().getFirst();
  }

  /// Each list at the same moment as the others, to another ledger if there are several.
  List<Entry> publish(List<List<Routed>> all) throws Exception {
    var together = new CyclicBarrier(all.size());
    List<Callable<List<Entry>>> publishers = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      var append = new Append(all.get(i), false);
      Ledger to = ledgers().get(i % ledgers().size());
      publishers.add(() -> {
        together.await();
        return entries(to.append(append));
      });
    }
    List<Entry> entries = new ArrayList<>();
    for (var done : threads.invokeAll(publishers)) {
      entries.addAll(done.get());
    }
    return entries;
  }
}
