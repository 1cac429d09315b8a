package dev.posthouse.webhooks.receive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.webhooks.receive.Inbox.Taken;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the inbox promises on every database.
abstract class JdbcInboxContract {
  private static final Instant NOW = Instant.parse("2026-11-22T06:00:00Z");
  private static final int RIVALS = 8;
  private static final int KEYS = 25;

  private JdbcInbox inbox;

  abstract DataSource database();

  @BeforeEach
  void emptyTables() throws SQLException {
    run("drop table if exists posthouse_inbox", "drop table if exists orders");
    run(JdbcInbox.TABLE.toArray(String[]::new));
    run("create table orders (id varchar(40) not null)");
    inbox = new JdbcInbox(database());
  }

  @Test
  void an_event_is_handled_once() throws Exception {
    assertThat(inbox.once("a", NOW, this::order)).isEqualTo(Taken.DONE);
    assertThat(inbox.once("a", NOW, this::order)).isEqualTo(Taken.DUPLICATE);
    assertThat(inbox.once("A", NOW, this::order)).isEqualTo(Taken.DONE);
    assertThat(inbox.once("a ", NOW, this::order)).isEqualTo(Taken.DONE);
    assertThat(inbox.once("€".repeat(5_000), NOW, this::order)).isEqualTo(Taken.DONE);
    assertThat(count("orders")).isEqualTo(4);
  }

  @Test
  void what_a_handler_wrote_before_it_failed_is_undone_and_the_next_request_tries_again()
      throws Exception {
    assertThatThrownBy(() ->
            inbox.once(
                "a",
                NOW,
                connection -> {
                  order(connection);
                  throw new IOException("the ERP is away");
                }))
        .isInstanceOf(IOException.class);
    assertThat(count("orders")).isZero();

    assertThat(inbox.once("a", NOW, this::order)).isEqualTo(Taken.DONE);
    assertThat(count("orders")).isEqualTo(1);
  }

  @Test
  void an_error_of_the_database_in_a_handler_is_told_as_it_is() throws Exception {
    assertThatThrownBy(() ->
            inbox.once(
                "a", NOW, connection -> execute(connection, "insert into nowhere (a) values (1)")))
        .isInstanceOf(SQLException.class)
        .hasMessageContainingAll("nowhere");
    assertThat(inbox.once("a", NOW, this::order)).isEqualTo(Taken.DONE);
  }

  @Test
  void of_requests_at_the_same_moment_one_is_handled() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(RIVALS);
    try {
      for (int key = 0; key < KEYS; key++) {
        String id = "key-" + key;
        CyclicBarrier together = new CyclicBarrier(RIVALS);
        Callable<Taken> rival =
            () -> {
              together.await();
              return inbox.once(id, NOW, this::order);
            };
        List<Future<Taken>> all = threads.invokeAll(Collections.nCopies(RIVALS, rival));
        assertThat(all).extracting(Future::get).containsOnlyOnce(Taken.DONE);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(count("orders")).isEqualTo(KEYS);
  }

  @Test
  void within_a_transaction_that_is_open_already_nothing_is_lost_but_the_duplicate()
      throws Exception {
    inbox.once("a", NOW, connection -> {});
    try (Connection connection = database().getConnection()) {
      connection.setAutoCommit(false);
      order(connection);
      assertThat(JdbcInbox.first(connection, "a", NOW)).isFalse();
      assertThat(JdbcInbox.first(connection, "b", NOW)).isTrue();
      order(connection);
      connection.commit();
    }
    assertThat(count("orders")).isEqualTo(2);
    assertThat(inbox.once("b", NOW, this::order)).isEqualTo(Taken.DUPLICATE);
  }

  @Test
  void a_table_that_is_missing_is_told() throws Exception {
    run("drop table posthouse_inbox");

    assertThatThrownBy(() -> inbox.once("a", NOW, this::order)).isInstanceOf(SQLException.class);
    assertThat(count("orders")).isZero();
  }

  @Test
  void what_is_old_is_forgotten() throws Exception {
    for (int i = 0; i < 5; i++) {
      inbox.once("old-" + i, NOW.minus(Duration.ofDays(30)), connection -> {});
    }
    inbox.once("new", NOW, connection -> {});

    assertThat(inbox.forget(NOW.minus(Duration.ofDays(29)))).isEqualTo(5);
    assertThat(inbox.forget(NOW.minus(Duration.ofDays(29)))).isZero();
    assertThat(inbox.once("old-0", NOW, this::order)).isEqualTo(Taken.DONE);
    assertThat(inbox.once("new", NOW, this::order)).isEqualTo(Taken.DUPLICATE);
  }

  private void order(Connection connection) throws SQLException {
    execute(connection, "insert into orders (id) values ('1')");
  }

  private void run(String... statements) throws SQLException {
    try (Connection connection = database().getConnection()) {
      for (String statement : statements) {
        execute(connection, statement);
      }
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private int count(String table) throws SQLException {
    try (Connection connection = database().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select count(*) from " + table)) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
