package dev.posthouse.webhooks.change;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Remembers in a table of the program's own database, through one connection and in its
/// transaction: what the program writes because something changed, and that the change was seen,
/// are committed together. Make one for each transaction.
///
/// The table ([#TABLE]) in SQL that SQLite, PostgreSQL, H2 and MariaDB read alike; tests run on H2
/// and SQLite:
///
/// ```sql
/// create table posthouse_state (id char(64) not null primary key, revision bigint not null,
///   expires_at bigint not null, state text not null)
/// ```
///
/// `expires_at` is in milliseconds since 1970; delete what has expired once a day.
public final class JdbcStates implements StateStore {
  /// The statements that make the table; a program runs them in its own migrations.
  public static final List<String> TABLE =
      List.of(
          "create table posthouse_state (id char(64) not null primary key, revision bigint not null,"
              + " expires_at bigint not null, state text not null)");

  private final Connection db;

  public JdbcStates(Connection db) {
    this.db = db;
  }

  @Override
  public Optional<Stored> load(String key, Instant now) throws SQLException {
    try (var select =
        db.prepareStatement(
            "select state, revision, expires_at from posthouse_state where id = ?")) {
      select.setString(1, key);
      try (var row = select.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        boolean expired = row.getLong(3) <= now.toEpochMilli();
        return Optional.of(new Stored(expired ? "" : row.getString(1), row.getLong(2)));
      }
    }
  }

  @Override
  public boolean replace(String key, Optional<Stored> before, String text, Instant expires)
      throws SQLException {
    return before.isPresent()
        ? update(key, before.get().revision(), text, expires)
        : insert(key, text, expires);
  }

  /// Of two transactions the second waits here until the first has ended.
  private boolean update(String key, long revision, String text, Instant expires)
      throws SQLException {
    try (var update =
        db.prepareStatement(
            "update posthouse_state set state = ?, revision = ?, expires_at = ?"
                + " where id = ? and revision = ?")) {
      update.setString(1, text);
      update.setLong(2, revision + 1);
      update.setLong(3, expires.toEpochMilli());
      update.setString(4, key);
      update.setLong(5, revision);
      return update.executeUpdate() == 1;
    }
  }

  private boolean insert(String key, String text, Instant expires) throws SQLException {
    boolean own = db.getAutoCommit();
    Savepoint before = own ? null : db.setSavepoint();
    try (var insert =
        db.prepareStatement(
            "insert into posthouse_state (id, revision, expires_at, state) values (?, 1, ?, ?)")) {
      insert.setString(1, key);
      insert.setLong(2, expires.toEpochMilli());
      insert.setString(3, text);
      return insert.executeUpdate() == 1;
    } catch (SQLException e) {
      if (before != null) {
        db.rollback(before);
      }
      if (load(key, Instant.MIN).isPresent()) {
        return false;
      }
      throw e;
    }
  }
}
