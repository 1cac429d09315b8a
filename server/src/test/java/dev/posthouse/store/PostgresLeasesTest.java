package dev.posthouse.store;

import static dev.posthouse.testing.Events.ENDPOINT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.posthouse.event.OpenDelivery;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Two nodes on one database: whose work is free, and when that is noticed.
final class PostgresLeasesTest extends TwoNodesFixture {
  private final List<Boolean> lapsed = new ArrayList<>();

  @BeforeEach
  void beat() {
    ledger.lease().onLapsed(() -> lapsed.add(ledger.writable()));
    done(ledger.beat());
  }

  @Test
  void a_node_whose_clock_is_ahead_leaves_what_a_living_node_has() {
    opened();
    otherClock.advance(Duration.ofMinutes(5));

    assertThat(fetchedByOther()).isEmpty();
  }

  @Test
  void what_a_node_had_is_free_once_it_stops() {
    OpenDelivery delivery = opened();

    ledger.close();

    assertThat(fetchedByOther())
        .extracting(OpenDelivery::id, OpenDelivery::owner)
        .containsExactly(tuple(delivery.id(), other.epoch()));
  }

  @Test
  void what_was_free_and_what_a_node_has_already_come_together_in_order() {
    OpenDelivery first = opened();
    expire(ledger);
    assertThat(fetchedByOther()).extracting(OpenDelivery::id).containsExactly(first.id());
    clock.advance(Duration.ofSeconds(1));
    OpenDelivery second = opened();

    assertThat(fetchedByOther())
        .extracting(OpenDelivery::id, OpenDelivery::owner)
        .containsExactly(tuple(first.id(), other.epoch()), tuple(second.id(), other.epoch()));
  }

  @Test
  void what_another_node_is_taking_is_passed_over() throws SQLException {
    OpenDelivery taken = opened();
    OpenDelivery left = opened();
    expire(ledger);

    try (var taking = otherDatabase.connect()) {
      try (var statement =
          taking.prepareStatement("select 1 from waiting where id = ? for update")) {
        statement.setLong(1, taken.id().value());
        statement.execute();
      }

      assertThat(fetchedByOther()).extracting(OpenDelivery::id).containsExactly(left.id());
    }
  }

  @Test
  void what_a_node_has_already_is_not_written_when_it_fetches_it_again() {
    OpenDelivery delivery = opened();
    String before = placeOfRow();

    assertThat(fetch()).extracting(OpenDelivery::id).containsExactly(delivery.id());

    assertThat(placeOfRow()).isEqualTo(before);
  }

  @Test
  void the_next_heartbeat_tells_once_that_another_node_stopped() {
    assertThat(done(ledger.beat())).isFalse();
    other.step();

    other.close();

    assertThat(done(ledger.beat())).isTrue();
    assertThat(done(ledger.beat())).isFalse();
    assertThat(lapsed).isEmpty();
  }

  @Test
  void the_next_heartbeat_tells_once_that_the_lease_of_another_node_ran_out() {
    expire(other);

    assertThat(done(ledger.beat())).isTrue();
    assertThat(done(ledger.beat())).isFalse();
  }

  @Test
  void a_node_whose_lease_ran_out_in_an_outage_is_told_before_it_sends_again() {
    OpenDelivery taken = opened();
    FaultyDatabase faulty = (FaultyDatabase) database;
    faulty.goAway();
    done(queue(events.event()));
    expire(ledger);
    assertThat(fetchedByOther()).extracting(OpenDelivery::id).containsExactly(taken.id());

    faulty.comeBack();
    clock.advance(Duration.ofSeconds(1));
    ledger.step();

    assertThat(lapsed).containsExactly(false);
    assertThat(ledger.writable()).isTrue();
    assertThat(fetch()).isEmpty();
    assertThat(done(ledger.beat())).isFalse();
  }

  @Test
  void a_short_outage_takes_nothing_from_a_node() {
    FaultyDatabase faulty = (FaultyDatabase) database;
    faulty.goAway();
    done(queue(events.event()));

    faulty.comeBack();
    clock.advance(Duration.ofSeconds(1));
    ledger.step();

    assertThat(ledger.writable()).isTrue();
    assertThat(lapsed).isEmpty();
  }

  @Test
  void a_node_that_stood_still_for_too_long_is_told_at_its_next_heartbeat() {
    expire(ledger);

    assertThat(done(ledger.beat())).isTrue();
    assertThat(done(ledger.beat())).isFalse();
    assertThat(lapsed).hasSize(1);
  }

  @Test
  void a_node_that_cannot_be_sure_of_its_lease_is_not_until_a_heartbeat_has_committed() {
    nanosAhead += Nodes.LEASE.toNanos() - 1;
    assertThat(ledger.lease().lasts()).isTrue();
    nanosAhead++;
    assertThat(ledger.lease().lasts()).isFalse();

    List<Boolean> beforeCommit = new ArrayList<>();
    ((FaultyDatabase) database).beforeCommit = () -> beforeCommit.add(ledger.lease().lasts());
    assertThat(done(ledger.beat())).isTrue();
    assertThat(beforeCommit).containsExactly(false);
    assertThat(ledger.lease().lasts()).isTrue();

    assertThat(done(ledger.beat())).isFalse();
    assertThat(lapsed).hasSize(1);
  }

  @Test
  void a_node_that_others_have_forgotten_has_a_lease_again() {
    ledger.read(db -> db.execute("delete from node where epoch = ?", ledger.epoch()));
    opened();

    done(ledger.beat());

    assertThat(fetchedByOther()).isEmpty();
  }

  private List<OpenDelivery> fetchedByOther() {
    return other.fetch(ENDPOINT, clock.instant(), 100).items().stream()
        .map(Fetched.Item::delivery)
        .toList();
  }

  /// Where its latest version is: an update makes another.
  private String placeOfRow() {
    return other.read(
        db -> db.select("select cast(ctid as text) from waiting").mapTo(String.class).one());
  }

  private void expire(Ledger of) {
    other.read(db -> db.execute("update node set lease_until = 1 where epoch = ?", of.epoch()));
  }
}
