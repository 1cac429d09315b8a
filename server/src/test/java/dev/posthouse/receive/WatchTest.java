package dev.posthouse.receive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.accept.Acceptance;
import dev.posthouse.accept.Indexing;
import dev.posthouse.accept.Notices;
import dev.posthouse.accept.Routes;
import dev.posthouse.access.Policy;
import dev.posthouse.config.Match;
import dev.posthouse.config.Standings;
import dev.posthouse.receive.WatchRows.Health;
import dev.posthouse.route.Router;
import dev.posthouse.testing.SteppedLedger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The alarm for sources that have gone silent.
class WatchTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir Path folder;
  private final List<String> told = new ArrayList<>();
  private SourceHouse sourceHouse;
  private SteppedLedger house;
  private Notices notices;
  private Life life;

  /// A server, from one start to the next.
  private final class Life {
    final Sources sources;
    final Receiver receiver;
    final Watch watch;

    Life() {
      sources = sourceHouse.sources(SourceHouse.NOBODY);
      receiver =
          sourceHouse.receiver(sources, (tenant, events) -> new Acceptance.Accepted(List.of()));
      watch =
          new Watch(
              receiver,
              house.ledger,
              house,
              (tenant, subject, notice, data) -> {
                told.add(notice.type() + " " + data.path("since").asString());
                return notices.tell(tenant, subject, notice, data);
              });
      watch.load();
    }

    Source source() {
      return sources.list(SourceHouse.ANNA.tenant()).getFirst();
    }

    void receives() {
      receiver.memory(source()).counts().stored(1, 0, 0, house.clock.instant());
    }

    void minutes(int count) throws InterruptedException {
      for (int i = 0; i < count; i++) {
        house.clock.advance(MINUTE);
        watch.step();
      }
    }
  }

  @BeforeEach
  void open() throws Exception {
    sourceHouse = new SourceHouse(folder);
    house = sourceHouse.house;
    var catalogue = sourceHouse.catalogue;
    var standings = new Standings(house.ledger, house);
    var indexing = new Indexing(catalogue::current, tenant -> Policy.USUAL);
    notices =
        new Notices(
            new Routes(new Router(), house.ids, indexing),
            catalogue::current,
            standings,
            house.clock);
    life = new Life();
    SourceHouse.create(
        life.sources, "{\"name\":\"shop\",\"provider\":\"shopify\",\"silentAfter\":\"1h\"}");
  }

  @AfterEach
  void close() {
    sourceHouse.close();
  }

  private long events() {
    return house.ledger.read(
        db -> db.createQuery("select count(*) from event").mapTo(Long.class).one());
  }

  @Test
  void silence_is_told_once_and_so_is_its_end() throws Exception {
    Instant last = house.clock.instant();
    life.receives();
    life.minutes(59);
    assertThat(told).isEmpty();

    life.minutes(200);
    assertThat(told).containsExactly("source.silent " + last);
    assertThat(events()).isEqualTo(1);
    assertThat(life.receiver.status(life.source()).path("silentSince").asString())
        .isEqualTo(last.toString());

    life.receives();
    life.minutes(10);
    assertThat(told).containsExactly("source.silent " + last, "source.recovered " + last);
    assertThat(life.receiver.status(life.source()).path("silentSince").isNull()).isTrue();
  }

  /// Two nodes on one database, step by step.
  private static void minutes(int count, Life one, Life two) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      one.minutes(1);
      two.watch.step();
    }
  }

  @Test
  void what_one_node_receives_is_no_silence_to_the_others() throws Exception {
    var other = new Life();
    for (int i = 0; i < 5; i++) {
      other.receives();
      minutes(30, life, other);
    }

    assertThat(told).isEmpty();
    assertThat(life.receiver.status(life.source()).path("lastEvent").asString())
        .isEqualTo(other.receiver.status(life.source()).path("lastEvent").asString());
  }

  @Test
  void all_nodes_together_tell_of_a_silence_once_and_of_its_end() throws Exception {
    var other = new Life();
    Instant last = house.clock.instant();
    life.receives();
    minutes(200, life, other);
    assertThat(told).containsExactly("source.silent " + last);
    assertThat(other.receiver.status(life.source()).path("silentSince").asString())
        .isEqualTo(last.toString());

    other.receives();
    minutes(10, life, other);
    assertThat(events()).isEqualTo(2);
    assertThat(told).last().isEqualTo("source.recovered " + last);
    assertThat(life.receiver.status(life.source()).path("silentSince").isNull()).isTrue();
  }

  private boolean turns(Health seen, long silentSince) {
    return house.await(house.ledger.change(db -> WatchRows.turn(db, seen, silentSince)));
  }

  @Test
  void of_two_nodes_that_find_it_silent_at_once_one_tells_and_none_if_something_came() {
    var never = new Health(life.source().id(), 0, 0);
    assertThat(turns(never, 1_000)).isTrue();
    assertThat(turns(never, 1_000)).isFalse();
    var silent = new Health(never.source(), 0, 1_000);
    assertThat(turns(silent, 0)).isTrue();
    assertThat(turns(silent, 0)).isFalse();

    var _ =
        house.await(
            house.ledger.change(
                db -> WatchRows.received(db, new Health(never.source(), 2_000, 0))));
    assertThat(turns(never, 1_000)).isFalse();
    assertThat(turns(new Health(never.source(), 2_000, 0), 2_000)).isTrue();
  }

  @Test
  void where_other_nodes_work_it_waits_for_what_they_have_not_written_yet() throws Exception {
    house.await(
        house.ledger.change(db ->
            db.execute(
                "insert into node (epoch, name, started, lease_until) values (1, 'other', 0, ?)",
                Long.MAX_VALUE)));
    life.minutes(61);
    assertThat(told).isEmpty();

    life.minutes(1);
    assertThat(told).hasSize(1);
  }

  @Test
  void what_is_remembered_of_a_source_goes_with_it() throws Exception {
    Source source = life.source();
    life.receives();
    Receiver.Memory before = life.receiver.memory(source);
    life.minutes(1);
    assertThat(life.receiver.memory(source)).isSameAs(before);
    life.sources.delete(SourceHouse.ANNA, source.id(), Match.ANY);
    life.minutes(1);
    assertThat(life.receiver.memory(source)).isNotSameAs(before);
  }

  @Test
  void the_event_that_tells_is_none_that_the_source_received() throws Exception {
    life.minutes(60);
    assertThat(told).hasSize(1);

    life.minutes(600);
    assertThat(told).hasSize(1);
    assertThat(events()).isEqualTo(1);
    assertThat(life.receiver.stored()).isZero();
  }

  @Test
  void a_restart_neither_tells_it_again_nor_forgets_it() throws Exception {
    life.receives();
    Instant last = house.clock.instant();
    life.minutes(60);
    life = new Life();
    life.minutes(120);
    assertThat(told).containsExactly("source.silent " + last);

    life.receives();
    life.minutes(1);
    assertThat(told).last().isEqualTo("source.recovered " + last);
  }

  @Test
  void a_server_that_starts_often_still_hears_the_silence_but_waits_for_what_was_held_up()
      throws Exception {
    life.receives();
    Instant last = house.clock.instant();
    life.minutes(40);
    life = new Life();
    life.minutes(19);
    life = new Life();
    life.minutes(14);
    assertThat(told).isEmpty();

    life.minutes(1);
    assertThat(told).containsExactly("source.silent " + last);
  }

  @Test
  void nobody_is_told_of_a_source_that_is_disabled_or_may_be_silent() throws Exception {
    life.minutes(60);
    assertThat(told).hasSize(1);

    life.sources.patch(
        SourceHouse.ANNA,
        life.source().id(),
        Match.ANY,
        SourceHouse.json("{\"silentAfter\":null}"));
    life.minutes(1);
    life.receives();
    life.minutes(600);
    life.sources.patch(
        SourceHouse.ANNA,
        life.source().id(),
        Match.ANY,
        SourceHouse.json("{\"silentAfter\":\"1h\",\"enabled\":false}"));
    life.minutes(600);
    assertThat(told).hasSize(1);
  }
}
