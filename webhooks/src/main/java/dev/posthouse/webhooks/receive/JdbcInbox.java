package dev.posthouse.webhooks.receive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.webhooks.Sha256;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/// Remembers in a table of the program's own database, in the same transaction as what its handler
/// writes: **exactly once** for all that is written through the connection, also when the process
/// dies between the two. A call to another system from a handler is made at least once, as ever.
///
/// The table ([#TABLE]) in SQL that SQLite, PostgreSQL, H2, MariaDB and MySQL read alike; tests run
/// on the first four:
///
/// ```sql
/// create table posthouse_inbox (id char(64) not null primary key, taken_at bigint not null)
/// create index posthouse_inbox_taken_at on posthouse_inbox (taken_at)
/// ```
///
/// `id` is the SHA-256 of the key in hexadecimal digits, so that neither the length of a key nor
/// the database's ideas of upper and lower case matter; `taken_at` is in milliseconds since 1970.
/// Call [#forget(Instant)] once a day.
///
/// A second request with a key waits in the database until the first has committed or rolled back.
/// On SQLite set `busy_timeout`, or the second fails and its provider sends it again.
public final class JdbcInbox implements Inbox<Connection> {
  /// The statements that make the table; a program runs them in its own migrations.
  public static final List<String> TABLE =
      List.of(
          "create table posthouse_inbox (id char(64) not null primary key, taken_at bigint not null)",
          "create index posthouse_inbox_taken_at on posthouse_inbox (taken_at)");

  private static final String INSERT = "insert into posthouse_inbox (id, taken_at) values (?, ?)";
  private static final String SELECT = "select id from posthouse_inbox where id = ?";
  private static final String OLD =
      "select id from posthouse_inbox where taken_at < ? order by taken_at";
  private static final String DELETE = "delete from posthouse_inbox where id = ?";

  /// How many rows one transaction of [#forget(Instant)] deletes: it must not hold up requests.
  private static final int BATCH = 1_000;

  private final DataSource database;

  public JdbcInbox(DataSource database) {
    this.database = database;
  }

  /// Marks the key and runs the work in one transaction of a connection of its own, at the
  /// database's usual isolation. The work must neither commit nor close the connection.
  @Override
  public Taken once(String key, Instant now, Work<Connection> work) throws Exception {
    try (Connection connection = database.getConnection()) {
      boolean auto = connection.getAutoCommit();
      connection.setAutoCommit(false);
      Taken taken = Taken.DUPLICATE;
      try {
        if (first(connection, key, now)) {
          work.run(connection);
          taken = Taken.DONE;
        }
        connection.commit();
      } catch (Exception | Error e) {
        rollback(connection, e);
        throw e;
      }
      connection.setAutoCommit(auto);
      return taken;
    }
  }

  /// What went wrong first is what is told.
  private static void rollback(Connection connection, Throwable reason) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }

  /// Marks the key in a transaction that is open already, such as one of Spring's: for programs
  /// that do without a [WebhookReceiver]. Whoever holds the transaction commits it.
  ///
  /// @return false if the key was marked before: then do nothing, and answer 200
  public static boolean first(Connection transaction, String key, Instant now) throws SQLException {
    String id = id(key);
    Savepoint before = transaction.setSavepoint();
    try (PreparedStatement insert = transaction.prepareStatement(INSERT)) {
      insert.setString(1, id);
      insert.setLong(2, now.toEpochMilli());
      insert.executeUpdate();
    } catch (SQLException e) {
      if (undone(transaction, before, e) && (violates(e) || marked(transaction, id))) {
        return false;
      }
      throw e;
    }
    transaction.releaseSavepoint(before);
    return true;
  }

  /// A transaction that ended with the error has no savepoint any more.
  private static boolean undone(Connection transaction, Savepoint before, SQLException reason) {
    try {
      transaction.rollback(before);
      return true;
    } catch (SQLException e) {
      reason.addSuppressed(e);
      return false;
    }
  }

  /// Class 23 of the SQL standard's states: the table has no other constraint to violate.
  private static boolean violates(SQLException e) {
    return e.getSQLState() != null && e.getSQLState().startsWith("23");
  }

  /// Not every driver gives a state, so the row itself is asked for.
  private static boolean marked(Connection transaction, String id) throws SQLException {
    try (PreparedStatement select = transaction.prepareStatement(SELECT)) {
      select.setString(1, id);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next();
      }
    }
  }

  /// Forgets what was handled before a time, in small transactions.
  ///
  /// @param before long enough ago that no provider tries again, such as 30 days
  /// @return how many were forgotten
  public int forget(Instant before) throws SQLException {
    int forgotten = 0;
    try (Connection connection = database.getConnection()) {
      int deleted;
      do {
        deleted = delete(connection, old(connection, before));
        forgotten += deleted;
      } while (deleted == BATCH);
    }
    return forgotten;
  }

  private static List<String> old(Connection connection, Instant before) throws SQLException {
    List<String> ids = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(OLD)) {
      select.setMaxRows(BATCH);
      select.setLong(1, before.toEpochMilli());
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          ids.add(rows.getString(1));
        }
      }
    }
    return ids;
  }

  private static int delete(Connection connection, List<String> ids) throws SQLException {
    boolean auto = connection.getAutoCommit();
    connection.setAutoCommit(false);
    try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
      for (String id : ids) {
        delete.setString(1, id);
        delete.addBatch();
      }
      delete.executeBatch();
      connection.commit();
    } finally {
      connection.setAutoCommit(auto);
    }
    return ids.size();
  }

  private static String id(String key) {
    return Sha256.hex(key.getBytes(UTF_8));
  }
}
