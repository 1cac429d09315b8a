package dev.posthouse.history;

import static dev.posthouse.testing.Events.ENDPOINT;
import static dev.posthouse.testing.Events.PIN;
import static dev.posthouse.testing.Events.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.posthouse.event.AttemptReport;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.OpenDelivery;
import dev.posthouse.event.TenantId;
import dev.posthouse.event.Timings;
import dev.posthouse.event.Verdict;
import dev.posthouse.history.StatFilter.Group;
import dev.posthouse.history.StatFilter.Step;
import dev.posthouse.store.Append;
import dev.posthouse.store.Appended;
import dev.posthouse.store.Appended.Entry;
import dev.posthouse.store.Count;
import dev.posthouse.store.Deliveries;
import dev.posthouse.store.Settle;
import dev.posthouse.store.StatBytes;
import dev.posthouse.store.StatRollUp;
import dev.posthouse.testing.Databases;
import dev.posthouse.testing.Events;
import dev.posthouse.testing.SteppedLedger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What statistics count, and that they lose nothing on their way from minutes to days. That they
/// agree with the rows whatever happens is held by every simulated life.
abstract class StatisticsContract {
  private static final EndpointId OTHER = new EndpointId(9);

  /// Of the data of each event.
  private static final long BYTES = 7;

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Comparator<StatBytes> NEWEST_FIRST =
      Comparator.comparing(StatBytes::start).reversed();

  @TempDir Path folder;
  private SteppedLedger house;
  private Statistics statistics;
  private Deliveries deliveries;
  private Instant began;

  abstract Databases.Kind kind();

  @BeforeEach
  void open() {
    house = new SteppedLedger(kind(), folder);
    statistics = new Statistics(house.ledger, house.clock);
    deliveries = new Deliveries(house.ledger, house.clock);
    began = house.clock.instant();
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void each_thing_is_counted_under_its_endpoint_and_subscription_and_events_under_their_type() {
    OpenDelivery one = opened(ENDPOINT);
    settle(one, 40, new Verdict.Retry(house.clock.instant()));
    settle(opened(OTHER), 1_000, new Verdict.Done());
    append();

    StatLine all = line(all());
    assertThat(counts(all)).containsExactly(3L, 1L, 2L, 2L, 1L, 0L, 0L, 3 * BYTES);
    assertThat(all.sum().latency().quantile(1)).isCloseTo(1_000_000, within(40_000L));
    assertThat(statistics.lines(TENANT, by(Group.ENDPOINT)))
        .extracting(StatLine::group)
        .containsExactly(ENDPOINT.toString(), OTHER.toString());
    StatLine other = statistics.lines(TENANT, by(Group.ENDPOINT)).getLast();
    assertThat(counts(other)).containsExactly(0L, 0L, 1L, 1L, 1L, 0L, 0L, 0L);
    assertThat(line(by(Group.SUBSCRIPTION)).group()).isEqualTo(PIN.subscription().toString());
    assertThat(line(by(Group.TYPE)).group()).isEqualTo("order.created");
    assertThat(statistics.lines(new TenantId(99), all())).isEmpty();
  }

  @Test
  void a_retry_that_succeeds_moves_the_count_from_the_minute_of_the_failure() {
    OpenDelivery delivery = opened(ENDPOINT);
    settle(delivery, 5, new Verdict.Failed(Verdict.Reason.EXHAUSTED));
    house.clock.advance(Duration.ofMinutes(5));
    house.await(deliveries.retry(TENANT, delivery.id()));
    OpenDelivery again =
        house.ledger.fetch(ENDPOINT, house.clock.instant(), 1).items().getFirst().delivery();
    settle(again, 5, new Verdict.Done());

    List<StatLine> minutes = statistics.lines(TENANT, by(Step.MINUTE));
    assertThat(counts(minutes.getFirst())).containsExactly(1L, 0L, 1L, 1L, 0L, 0L, 0L, BYTES);
    assertThat(counts(minutes.getLast())).containsExactly(0L, 0L, 0L, 1L, 1L, 0L, 0L, 0L);
  }

  @Test
  void a_long_answer_is_cut_after_its_first_lines_and_these_are_whole() {
    for (int i = 0; i < 3; i++) {
      settle(opened(OTHER), 10, new Verdict.Done());
      settle(opened(ENDPOINT), 10, new Verdict.Done());
      house.clock.advance(MINUTE);
    }
    StatFilter filter = filter(Optional.of(Step.MINUTE), Optional.of(Group.ENDPOINT), far());
    StatFilter unstepped = filter(Optional.empty(), Optional.of(Group.ENDPOINT), far());

    assertThat(cut(filter, 2)).hasSize(3).isEqualTo(cut(filter, 100).subList(0, 3));
    assertThat(cut(unstepped, 0)).hasSize(1).isEqualTo(cut(unstepped, 100).subList(0, 1));
  }

  private List<String> cut(StatFilter filter, int most) {
    return house.ledger.read(db -> new StatQuery(TENANT, filter).lines(db, most)).stream()
        .map(line -> line.start() + " " + line.group() + " " + counts(line))
        .toList();
  }

  @Test
  void a_cancelled_delivery_is_counted() {
    OpenDelivery delivery = opened(ENDPOINT);
    house.await(deliveries.cancel(TENANT, delivery.id(), row -> true));
    assertThat(line(all()).sum().count(Count.CANCELLED)).isEqualTo(1);
  }

  @Test
  void nothing_is_lost_on_the_way_from_minutes_to_days_and_in_the_end_all_goes() throws Exception {
    for (int i = 0; i < 30; i++) {
      settle(opened(i % 2 == 0 ? ENDPOINT : OTHER), 10L * i, new Verdict.Done());
      house.clock.advance(Duration.ofMinutes(7));
    }
    List<Long> before = counts(line(all()));
    long median = line(all()).sum().latency().quantile(0.5);
    for (Duration passes : List.of(Duration.ofHours(50), Duration.ofDays(91))) {
      house.clock.advance(passes);
      settle(opened(ENDPOINT), 1, new Verdict.Done());
      rollUp();
      assertThat(counts(line(until(began.plus(Duration.ofHours(4)))))).isEqualTo(before);
    }
    assertThat(line(until(began.plus(Duration.ofHours(4)))).sum().latency().quantile(0.5))
        .isEqualTo(median);
    assertThat(rows("stat_minute")).isEqualTo(2);
    assertThat(rows("stat_hour")).isZero();

    house.clock.advance(StatRollUp.DAYS.plusDays(2));
    rollUp();
    assertThat(statistics.lines(TENANT, all())).isEmpty();
  }

  @Test
  void bytes_are_told_from_the_newest_on_summed_over_the_nodes_wherever_they_are_counted()
      throws Exception {
    for (int i = 0; i < 130; i++) {
      append(ENDPOINT);
      house.clock.advance(MINUTE);
    }
    append();
    append();
    Instant last = began.plus(MINUTE.multipliedBy(130));
    house.await(house.ledger.change(StatisticsContract::countOnAnotherNode));

    List<StatBytes> minutes = bytes(TENANT, began);
    assertThat(minutes).hasSize(131).isSortedAccordingTo(NEWEST_FIRST);
    assertThat(minutes.getFirst())
        .isEqualTo(new StatBytes(last, last.plus(MINUTE), "order.created", 4 * BYTES));
    assertThat(bytes(TENANT, last.minus(MINUTE))).hasSize(2);
    assertThat(bytes(new TenantId(99), began)).isEmpty();

    house.clock.advance(StatRollUp.MINUTES.plusMinutes(70));
    append();
    rollUp();
    List<StatBytes> all = bytes(TENANT, began.minus(Duration.ofHours(1)));
    assertThat(all).hasSizeLessThan(75).isSortedAccordingTo(NEWEST_FIRST);
    assertThat(sum(all)).isEqualTo(sum(minutes) + BYTES);
    house.clock.advance(StatRollUp.HOURS.plusDays(1));
    rollUp();
    List<StatBytes> days = bytes(TENANT, began.minus(Duration.ofDays(1)));
    assertThat(days).hasSizeLessThan(6).isSortedAccordingTo(NEWEST_FIRST);
    assertThat(sum(days)).isEqualTo(sum(all));
  }

  private static int countOnAnotherNode(Handle db) {
    return db.execute(
        """
        insert into stat_minute (tenant, start, endpoint, subscription, type, node, life, accepted,
          unmatched, deliveries, attempts, delivered, failed, cancelled, latency, bytes)
        select tenant, start, endpoint, subscription, type, node + 1, life, accepted,
          unmatched, deliveries, attempts, delivered, failed, cancelled, latency, bytes
        from stat_minute
        """);
  }

  private List<StatBytes> bytes(TenantId tenant, Instant since) {
    return house.ledger.read(db -> StatBytes.of(db, tenant, since));
  }

  private static long sum(List<StatBytes> counted) {
    return counted.stream().mapToLong(StatBytes::bytes).sum();
  }

  private void rollUp() throws InterruptedException {
    new StatRollUp(house.ledger, house).run(house.clock.instant());
  }

  private long rows(String table) {
    return house.ledger.read(
        db -> db.select("select count(*) from " + table).mapTo(Long.class).one());
  }

  private List<OpenDelivery> append(EndpointId... endpoints) {
    var append = new Append(List.of(house.ids.event(endpoints)), false);
    var stored = (Appended.Stored) house.await(house.ledger.append(append));
    return ((Entry.Accepted) stored.entries().getFirst()).open();
  }

  private OpenDelivery opened(EndpointId endpoint) {
    return append(endpoint).getFirst();
  }

  private void settle(OpenDelivery delivery, long millis, Verdict verdict) {
    AttemptReport plain = house.ids.report(delivery, Events.answered(200));
    var timings =
        new Timings(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ofMillis(millis));
    var report =
        new AttemptReport(
            plain.id(),
            plain.delivery(),
            plain.number(),
            plain.trigger(),
            plain.started(),
            timings,
            plain.url(),
            plain.request(),
            plain.missing(),
            plain.outcome(),
            plain.rule());
    house.await(house.ledger.settle(new Settle(delivery, report, verdict)));
  }

  private StatLine line(StatFilter filter) {
    List<StatLine> lines = statistics.lines(TENANT, filter);
    assertThat(lines).hasSize(1);
    return lines.getFirst();
  }

  private static List<Long> counts(StatLine line) {
    return List.of(Count.values()).stream().map(line.sum()::count).toList();
  }

  private StatFilter all() {
    return filter(Optional.empty(), Optional.empty(), far());
  }

  private Instant far() {
    return house.clock.instant().plusSeconds(60);
  }

  private StatFilter until(Instant until) {
    return filter(Optional.empty(), Optional.empty(), until);
  }

  private StatFilter by(Group group) {
    return filter(Optional.empty(), Optional.of(group), far());
  }

  private StatFilter by(Step step) {
    return filter(Optional.of(step), Optional.empty(), far());
  }

  private StatFilter filter(Optional<Step> step, Optional<Group> group, Instant until) {
    return new StatFilter(
        began, until, step, group, Optional.empty(), Optional.empty(), Optional.empty());
  }
}
