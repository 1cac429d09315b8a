package dev.posthouse.store;

import static dev.posthouse.testing.Events.ENDPOINT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.event.Routed;
import dev.posthouse.event.Verdict;
import dev.posthouse.store.Appended.Entry;
import dev.posthouse.testing.Databases;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// Days that go with their partitions, and others who are there at the same time.
final class PostgresRetentionTest extends RetentionContract {
  private final String url = Databases.postgresUrl();

  @Override
  Databases.Kind kind() {
    return Databases.Kind.POSTGRES;
  }

  @Override
  Database database() {
    return PostgresDatabase.open(url);
  }

  @Test
  void a_day_that_is_not_wholly_past_stays_whole_unless_its_rows_are_asked_for() {
    append(events.keyed("early", "{}", ENDPOINT));
    clock.advance(Duration.ofHours(1));
    Instant horizon = clock.instant();
    clock.advance(Duration.ofSeconds(1));
    append(events.keyed("late", "{}", ENDPOINT));
    settle(fetch().getFirst(), 200, new Verdict.Done());

    drop(horizon);
    assertThat(count("event")).isEqualTo(2);

    assertThat(all(() -> retention.sliceOfDay(horizon))).isEqualTo(1);
    assertThat(count("event")).isEqualTo(1);
    assertThat(count("delivery")).isZero();
    assertThat(count("attempt")).isZero();
    assertThat(count("event_key")).isEqualTo(1);
    assertThat(ledger.backlog().total()).isEqualTo(1);
    assertThat(counts.dropped.sum()).isEqualTo(1);
    assertThat(append(events.keyed("early", "{}"))).hasOnlyElementsOfType(Entry.Accepted.class);
    assertThat(append(events.keyed("late", "{}"))).hasOnlyElementsOfType(Entry.Duplicate.class);
  }

  @Test
  void no_row_of_a_day_that_goes_is_deleted() throws SQLException {
    for (int i = 0; i < 40; i++) {
      append(events.keyed("k" + i, "{}"));
    }
    clock.advance(Duration.ofDays(2));
    long statements = counts.rows.sum();
    try (var other = DriverManager.getConnection(url);
        var statement = other.createStatement()) {
      statement.execute(
          """
          create function never() returns trigger language plpgsql as
            'begin raise exception ''a row is deleted''; end'
          """);
      statement.execute(
          "create trigger never before delete on event for each row execute function never()");
    }
    drop(clock.instant());

    assertThat(count("event")).isZero();
    assertThat(counts.dropped.sum()).isEqualTo(40);
    assertThat(counts.rows.sum()).isEqualTo(statements);
  }

  @Test
  void keys_that_nobody_wants_any_more_are_cleared_away_once_and_others_stay() {
    for (int i = 0; i < 3_000; i += 100) {
      append(keyed(i, 100));
    }
    clock.advance(Duration.ofDays(2));
    append(events.keyed("young", "{}"));
    drop(clock.instant());
    append(events.keyed("k7", "[]"));
    assertThat(count("event_key")).isEqualTo(3_001);

    assertThat(all(retention::clearKeys)).isPositive();

    assertThat(count("event_key")).isEqualTo(2);
    assertThat(done(retention.clearKeys())).isFalse();
    assertThat(append(events.keyed("k7", "[]"), events.keyed("young", "{}")))
        .hasOnlyElementsOfType(Entry.Duplicate.class);
  }

  private Routed[] keyed(int from, int count) {
    var routed = new Routed[count];
    for (int i = 0; i < count; i++) {
      routed[i] = events.keyed("k" + (from + i), "{}");
    }
    return routed;
  }

  @Test
  void of_two_nodes_that_want_a_key_that_was_left_one_gets_it() throws SQLException {
    append(events.keyed("a", "{}"));
    clock.advance(Duration.ofDays(2));
    drop(clock.instant());
    Routed young = events.event();
    append(young);
    CompletableFuture<Appended> appended;
    try (var other = DriverManager.getConnection(url)) {
      other.setAutoCommit(false);
      rivalTakes(other, young);
      appended = queue(events.keyed("a", "{}"));
      var step = CompletableFuture.runAsync(() -> ledger.step());
      while (waiting(other) == 0) {
        Thread.onSpinWait();
      }
      other.commit();
      step.join();
    }
    assertThat(entries(done(appended)))
        .allMatch(entry -> !(entry instanceof Entry.Accepted), "not accepted twice");
    assertThat(count("event_key where event = " + young.event().id().value())).isEqualTo(1);
  }

  /// As another node does in a transaction that has not committed yet.
  private static void rivalTakes(Connection other, Routed young) throws SQLException {
    try (var update = other.prepareStatement("update event_key set event = ?")) {
      update.setLong(1, young.event().id().value());
      update.executeUpdate();
    }
  }

  private static int waiting(Connection db) throws SQLException {
    try (var statement = db.createStatement();
        var row =
            statement.executeQuery(
                """
                select count(*) from pg_stat_activity
                where datname = current_database() and pg_backend_pid() = any(pg_blocking_pids(pid))
                """)) {
      row.next();
      return row.getInt(1);
    }
  }

  @Test
  void while_one_node_clears_up_another_leaves_it_to_that() throws SQLException {
    append(events.keyed("a", "{}", ENDPOINT));
    clock.advance(Duration.ofDays(2));
    Instant horizon = clock.instant();
    try (var other = DriverManager.getConnection(url)) {
      other.setAutoCommit(false);
      try (var statement = other.createStatement()) {
        statement.execute("select pg_advisory_xact_lock(%d)".formatted(PastDays.ONE_NODE));
      }
      drop(horizon);
      assertThat(done(retention.sliceOfDay(horizon))).isFalse();
      assertThat(done(retention.clearKeys())).isFalse();
      assertThat(count("event")).isEqualTo(1);
      assertThat(count("waiting")).isEqualTo(1);
    }
    drop(horizon);
    assertThat(count("event")).isZero();
    assertThat(counts.dropped.sum()).isEqualTo(1);
  }
}
