package dev.posthouse.store;

import static dev.posthouse.testing.Events.ENDPOINT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.event.OpenDelivery;
import dev.posthouse.event.Verdict;
import dev.posthouse.store.Appended.Entry;
import dev.posthouse.store.Database.Failure;
import dev.posthouse.testing.Databases;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What PostgreSQL does when it cannot do what it should, met with the real thing where that goes.
final class PostgresFailuresTest extends LedgerFixture {
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
  void a_database_that_is_not_there_is_told_in_one_line() {
    assertThatThrownBy(() -> PostgresDatabase.open(url.replace("/posthouse_", "/nowhere_")))
        .isInstanceOf(StoreException.class)
        .hasMessageMatching("cannot connect to the database: FATAL: database \\S+ does not exist");
  }

  @Test
  void a_writer_whose_connection_is_killed_in_mid_batch_recovers_and_writes_what_it_had_in_hand()
      throws SQLException {
    OpenDelivery delivery = opened();
    var settled = queue(delivery, 200, new Verdict.Done());
    var appended = queue(events.keyed("a", "{}", ENDPOINT));
    CompletableFuture<Integer> step;
    try (var other = DriverManager.getConnection(url);
        var statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("lock table attempt in access exclusive mode");
      step = CompletableFuture.supplyAsync(ledger::step);
      while (killed(other) == 0) {
        Thread.onSpinWait();
      }
      // Where assertions are on, the driver meets this with an AssertionError.
      assertThat(step.handle((taken, error) -> true).join()).isTrue();
    }

    assertThat(appended.join()).isInstanceOf(Appended.Unavailable.class);
    assertThat(settled).isNotDone();
    clock.advance(Duration.ofSeconds(1));
    while (ledger.step() > 0) {
      // until all is written
    }
    assertThat(settled.join()).isEqualTo(new Settled.Closed());
    assertThat(count("attempt")).isEqualTo(1);
    assertThat(append(events.keyed("a", "{}", ENDPOINT)))
        .hasOnlyElementsOfType(Entry.Accepted.class);
    assertThat(ledger.backlog().total()).isEqualTo(1);
  }

  /// Ends whoever waits for the lock that `db` holds.
  private static int killed(Connection db) throws SQLException {
    try (var statement = db.createStatement();
        var row =
            statement.executeQuery(
                """
                select count(pg_terminate_backend(pid)) from pg_stat_activity
                where datname = current_database() and pg_backend_pid() = any(pg_blocking_pids(pid))
                """)) {
      row.next();
      return row.getInt(1);
    }
  }

  @Test
  void a_database_that_falls_silent_in_a_copy_is_waited_for_once() throws SQLException {
    ledger.read(db -> db.execute("create table probe (id bigint primary key)"));
    try (var silent = PostgresDatabase.open(url + "&socketTimeout=2");
        var other = DriverManager.getConnection(url);
        var statement = other.createStatement();
        var db = silent.connect()) {
      other.setAutoCommit(false);
      statement.execute("insert into probe values (1)");
      var rows = new CopiedRows(Into.of("probe", "id"), db).bigint(1);
      rows.end();
      long began = System.nanoTime();
      assertThatThrownBy(rows::write)
          .isInstanceOfSatisfying(
              SQLException.class,
              e -> assertThat(silent.classify(e)).isEqualTo(Failure.UNAVAILABLE));
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(3_500));
    }
  }

  @Test
  void open_work_is_counted_however_long_that_takes() throws SQLException {
    var counted = opened();
    try (var hasty = PostgresDatabase.open(url + "&socketTimeout=1");
        var other = DriverManager.getConnection(url);
        var statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("lock table waiting in access exclusive mode");
      var parts = new Ledger.Parts(hasty, clock, clock::nanos, counts, Limits.DEFAULT);
      var opening = CompletableFuture.supplyAsync(() -> Ledger.open(parts, "two", events.next()));
      while (!opening.isDone() && waitedMillis(other) < 1_200) {
        Thread.onSpinWait();
      }
      other.rollback();

      Ledger late = opening.join();

      assertThat(late.backlog().endpoint(counted.endpoint())).isEqualTo(1);
      late.close();
    }
  }

  /// How long somebody has been waiting for a lock that `db` holds.
  private static long waitedMillis(Connection db) throws SQLException {
    try (var statement = db.createStatement();
        var row =
            statement.executeQuery(
                """
                select coalesce(max(extract(epoch from clock_timestamp() - waitstart)), 0) * 1000
                from pg_locks where pg_backend_pid() = any(pg_blocking_pids(pid))
                """)) {
      row.next();
      return row.getLong(1);
    }
  }

  @Test
  void what_takes_its_time_may_go_through_a_table_and_the_next_statement_may_not()
      throws SQLException {
    try (var db = database.connect()) {
      int usual = db.getNetworkTimeout();
      database.unhurried(
          db,
          scanning -> {
            assertThat(scanning.getNetworkTimeout()).isGreaterThan(usual);
            assertThat(seqscan(scanning)).isEqualTo("on");
          });
      assertThat(db.getNetworkTimeout()).isEqualTo(usual);
      assertThat(seqscan(db)).isEqualTo("off");
      db.commit();
      assertThat(seqscan(db)).isEqualTo("off");
    }
  }

  private static String seqscan(Connection db) throws SQLException {
    try (var statement = db.createStatement();
        var row = statement.executeQuery("show enable_seqscan")) {
      row.next();
      return row.getString(1);
    }
  }

  @Test
  void a_failure_s_message_does_not_tell_the_values() throws SQLException {
    try (var db = database.connect();
        var insert = db.prepareStatement("insert into vault (id, probe) values (?, ?)")) {
      for (int i = 0; i < 2; i++) {
        insert.setLong(1, 4711);
        insert.setBytes(2, "their secret".getBytes(UTF_8));
        insert.addBatch();
      }
      assertThatThrownBy(insert::executeBatch)
          .isInstanceOf(SQLException.class)
          .message()
          .doesNotContain("4711", "7468656972"); // "their" in hexadecimal
    }
  }

  @ParameterizedTest
  @CsvSource({
    "53100, DISK_FULL",
    "57P01, UNAVAILABLE",
    "57014, UNAVAILABLE",
    "08006, UNAVAILABLE",
    "25006, UNAVAILABLE",
    "42501, UNAVAILABLE",
    "42P01, UNAVAILABLE",
    "42P07, COLLISION",
    "40P01, COLLISION",
    "40001, COLLISION",
    "22021, ROW",
    "23505, ROW",
    "54000, ROW",
  })
  void a_failure_is_told_by_its_state(String state, Failure failure) {
    assertThat(database.classify(new SQLException("no", state))).isEqualTo(failure);
  }

  @Test
  void a_query_that_takes_too_long_is_ended() {
    assertThatThrownBy(() -> ledger.read(db -> db.execute("select pg_sleep(60)")))
        .isInstanceOf(StoreException.class);
  }

  @Test
  void limits_that_an_operator_set_for_queries_do_not_hold_for_the_writer() {
    String name = url.replaceAll(".*/([^?]+).*", "$1");
    done(
        ledger.change(db -> {
          db.execute("alter database " + name + " set statement_timeout = '1s'");
          return db.execute("alter database " + name + " set lock_timeout = '1s'");
        }));
    restart(Limits.DEFAULT);

    String limits =
        done(
            ledger.change(db ->
                db.select(
                        "select current_setting('statement_timeout')"
                            + " || current_setting('lock_timeout')")
                    .mapTo(String.class)
                    .one()));
    assertThat(limits).isEqualTo("00");
  }

  @Test
  void a_new_day_begins_while_somebody_reads_all_tables() throws SQLException {
    append(events.event());
    try (var other = DriverManager.getConnection(url);
        var statement = other.createStatement();
        var hasty = PostgresDatabase.open(url + "&socketTimeout=3")) {
      other.setAutoCommit(false);
      statement.execute("lock table event, delivery, attempt, search_key in access share mode");
      clock.advance(Duration.ofDays(30));
      ledger.close();
      var parts = new Ledger.Parts(hasty, clock, clock::nanos, counts, Limits.DEFAULT);
      ledger = Ledger.open(parts, "node-1", events.next());

      assertThat(append(events.event())).hasOnlyElementsOfType(Entry.Accepted.class);
      assertThat(days()).isEqualTo(16);
      ledger.close();
    }
    ledger = start(Limits.DEFAULT);
  }

  @Test
  void nobody_waits_for_days_to_come_which_are_made_later() throws SQLException {
    append(events.event());
    try (var other = DriverManager.getConnection(url);
        var statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("lock table event in share update exclusive mode");
      clock.advance(Duration.ofDays(7));

      assertThat(append(events.event())).hasOnlyElementsOfType(Entry.Accepted.class);
      assertThat(days()).isEqualTo(8);
    }
    clock.advance(Duration.ofDays(1));
    append(events.event());
    assertThat(days()).isEqualTo(16);
  }

  private long days() {
    return count("pg_inherits where inhparent = cast('event' as regclass)");
  }

  @Test
  void the_partition_of_a_day_has_what_its_table_has() {
    append(events.event());

    assertThat(
            count(
                """
                pg_class where relispartition and relkind = 'i' and relname like 'event\\_2%'
                """))
        .isEqualTo(8 * count("pg_index where indrelid = cast('event' as regclass)"));
  }

  @Test
  void a_day_that_somebody_reads_is_dropped_later_and_nobody_waits_for_it() throws SQLException {
    append(events.event());
    clock.advance(Duration.ofDays(3));
    append(events.event());
    Instant horizon = clock.instant();
    var retention = new Retention(ledger, database, counts);
    while (done(retention.slice(horizon))) {
      // until all is gone
    }
    try (var other = DriverManager.getConnection(url);
        var statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("select count(*) from event");
      long statements = counts.commits.sum();
      assertThat(done(retention.dropDay(horizon))).isFalse();
      assertThat(counts.commits.sum() - statements).isEqualTo(1);
    }
    for (int day = 0; day < 3; day++) {
      assertThat(done(retention.dropDay(horizon))).isTrue();
    }
    assertThat(done(retention.dropDay(horizon))).isFalse();
    assertThat(append(events.event())).hasOnlyElementsOfType(Entry.Accepted.class);
  }
}
