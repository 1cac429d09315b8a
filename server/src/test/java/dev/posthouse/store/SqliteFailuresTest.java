package dev.posthouse.store;

import static dev.posthouse.testing.Events.ENDPOINT;
import static dev.posthouse.testing.Events.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.event.OpenDelivery;
import dev.posthouse.event.Origin;
import dev.posthouse.event.Verdict;
import dev.posthouse.store.Database.Failure;
import dev.posthouse.testing.Databases;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/// What SQLite does when it cannot do what it should, met with the real thing where that goes.
final class SqliteFailuresTest extends LedgerFixture {
  private static final String ENDLESS =
      "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n";

  @Override
  Databases.Kind kind() {
    return Databases.Kind.SQLITE;
  }

  @Test
  void a_full_disk_refuses_publishes_and_keeps_results_until_there_is_room() {
    OpenDelivery delivery = opened();
    done(
        ledger.change(db -> {
          long pages = db.select("pragma page_count").mapTo(Long.class).one();
          return db.select("pragma max_page_count = " + pages).mapTo(Long.class).one();
        }));
    var settled = queue(delivery, 200, new Verdict.Done());
    var large = queue(events.event(TENANT, new Origin("", ""), "\"" + "x".repeat(1 << 20) + "\""));

    ledger.step();

    assertThat(large.join()).extracting("reason").isEqualTo(Appended.Reason.DISK_FULL);
    assertThat(ledger.outage()).map(Outage::reason).contains(Appended.Reason.DISK_FULL);
    assertThat(settled).isNotDone();
    recover();
    assertThat(settled.join()).isEqualTo(new Settled.Closed());
    assertThat(count("attempt")).isEqualTo(1);
  }

  @Test
  void a_file_that_may_only_be_read_is_an_outage_and_no_row_is_blamed() {
    OpenDelivery delivery = opened();
    done(ledger.change(db -> db.execute("pragma query_only = on")));
    var settled = queue(delivery, 200, new Verdict.Done());
    var appended = queue(events.event(ENDPOINT));

    ledger.step();

    assertThat(appended.join()).isInstanceOf(Appended.Unavailable.class);
    recover();
    assertThat(settled.join()).isEqualTo(new Settled.Closed());
  }

  @Test
  void a_file_that_another_program_locks_is_written_again_when_it_lets_go() throws SQLException {
    OpenDelivery delivery = opened();
    var settled = queue(delivery, 200, new Verdict.Done());
    var appended = queue(events.event(ENDPOINT));
    String file = "jdbc:sqlite:" + folder.resolve("data").resolve(SqliteDatabase.FILE);
    try (var other = DriverManager.getConnection(file);
        var statement = other.createStatement()) {
      statement.execute("begin immediate");
      ledger.step();
      assertThat(appended.join()).isInstanceOf(Appended.Unavailable.class);
    }
    recover();
    assertThat(settled.join()).isEqualTo(new Settled.Closed());
  }

  @ParameterizedTest
  @CsvSource({
    "SQLITE_FULL, DISK_FULL",
    "SQLITE_BUSY, UNAVAILABLE",
    "SQLITE_BUSY_SNAPSHOT, UNAVAILABLE",
    "SQLITE_IOERR_FSYNC, UNAVAILABLE",
    "SQLITE_CORRUPT, UNAVAILABLE",
    "SQLITE_NOTADB, UNAVAILABLE",
    "SQLITE_READONLY_DBMOVED, UNAVAILABLE",
    "SQLITE_NOMEM, UNAVAILABLE",
    "SQLITE_CONSTRAINT_PRIMARYKEY, ROW",
    "SQLITE_TOOBIG, ROW",
    "SQLITE_MISMATCH, ROW",
  })
  void a_failure_is_told_by_its_code(SQLiteErrorCode code, Failure failure) {
    assertThat(database.classify(new SQLiteException("no", code))).isEqualTo(failure);
  }

  @Test
  void a_query_that_takes_too_long_is_interrupted_and_its_reader_reads_again() {
    try (var pool = Executors.newFixedThreadPool(SqliteDatabase.READERS);
        var own = SqliteDatabase.open(folder, pool, clock)) {
      clock.advance(Duration.ofMinutes(2));

      assertThatThrownBy(() -> own.read(db -> db.createStatement().executeQuery(ENDLESS)))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("5 s");

      for (int i = 0; i < SqliteDatabase.READERS; i++) {
        assertThat(own.<Boolean>read(db -> db.createStatement().executeQuery("select 1").next()))
            .isTrue();
      }
    }
  }

  private void recover() {
    clock.advance(Duration.ofSeconds(1));
    while (ledger.step() > 0) {
      // until all is written
    }
    assertThat(ledger.writable()).isTrue();
  }
}
