package dev.posthouse.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.event.Routed;
import dev.posthouse.event.Sha256;
import dev.posthouse.testing.Databases;
import dev.posthouse.webhooks.change.Finding;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Two servers on one database.
final class PostgresRivalsTest extends RivalsContract {
  private String url = "";
  private @Nullable Server other;

  /// The second of them.
  private record Server(Database database, Ledger ledger) {}

  @Override
  Databases.Kind kind() {
    return Databases.Kind.POSTGRES;
  }

  @Override
  Database database() {
    url = Databases.postgresUrl();
    return PostgresDatabase.open(url);
  }

  @Override
  List<Ledger> ledgers() {
    return List.of(ledger, other().ledger());
  }

  private Server other() {
    Server there = other == null ? started() : other;
    other = there;
    return there;
  }

  private Server started() {
    var database = PostgresDatabase.open(url);
    var parts = new Ledger.Parts(database, clock, clock::nanos, new WriterCounts(), Limits.DEFAULT);
    return new Server(database, Ledger.open(parts, "node-2", events.next()));
  }

  @AfterEach
  void closeOther() {
    other().ledger().close();
    other().database().close();
  }

  /// Whoever waits first for the row gets it first: both orders are made, not hoped for.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoever_gets_the_row_first_sees_the_change(boolean first) throws Exception {
    publish(List.of(List.of(shows("o-1", "A"))));
    Routed here = shows("o-1", "B");
    Routed there = shows("o-1", "B");
    CompletableFuture<Appended> one;
    CompletableFuture<Appended> two;
    try (Connection holder = other().database().connect()) {
      hold(holder, "select 1 from fingerprint where id = ? and rest = ? for update");
      one = (first ? ledger : other().ledger()).append(new Append(List.of(here), false));
      awaitWaiting(holder, 1);
      two = (first ? other().ledger() : ledger).append(new Append(List.of(there), false));
      awaitWaiting(holder, 2);
      holder.rollback();
    }

    assertThat(one.join()).isInstanceOf(Appended.Stored.class);
    assertThat(two.join()).isInstanceOf(Appended.Stored.class);
    assertThat(findings(List.of(here, there))).containsExactly(Finding.CHANGED, Finding.UNCHANGED);
    assertThat(remembers("o-1", "B")).isTrue();
  }

  /// Of a subject that nobody knows there is no row to wait for, until somebody makes it.
  @Test
  void rows_that_two_make_at_once_are_made_once() throws Exception {
    Routed here = shows("o-1", "A");
    Routed there = shows("o-1", "B");
    CompletableFuture<Appended> one;
    CompletableFuture<Appended> two;
    try (Connection holder = other().database().connect()) {
      hold(
          holder,
          """
          insert into fingerprint (id, rest, tenant, subscription, event, as_of, hash, expires)
          values (?, ?, 0, 0, 0, 0, '', 0) returning id
          """);
      one = ledger.append(new Append(List.of(here), false));
      two = other().ledger().append(new Append(List.of(there), false));
      awaitWaiting(holder, 2);
      holder.rollback();
    }

    assertThat(one.join()).isInstanceOf(Appended.Stored.class);
    assertThat(two.join()).isInstanceOf(Appended.Stored.class);
    assertThat(findings(List.of(here, there)))
        .containsExactlyInAnyOrder(Finding.BASELINE, Finding.CHANGED);
  }

  private static void hold(Connection holder, String sql) throws SQLException {
    StateKey key = StateKey.of(Sha256.of("o-1"));
    try (var statement = holder.prepareStatement(sql)) {
      statement.setLong(1, key.id());
      statement.setLong(2, key.rest());
      assertThat(statement.executeQuery().next()).isTrue();
    }
  }

  /// Within one transaction PostgreSQL shows the connections that there were at the first look,
  /// unless it is told to forget them.
  private static void awaitWaiting(Connection db, int wanted) throws SQLException {
    int waiting = 0;
    while (waiting < wanted) {
      try (var statement = db.createStatement();
          var _ = statement.executeQuery("select pg_stat_clear_snapshot()");
          var again = db.createStatement();
          var row =
              again.executeQuery(
                  "select count(distinct pid) from pg_locks where not granted and pid in"
                      + " (select pid from pg_stat_activity where datname = current_database())")) {
        assertThat(row.next()).isTrue();
        waiting = row.getInt(1);
      }
    }
  }
}
