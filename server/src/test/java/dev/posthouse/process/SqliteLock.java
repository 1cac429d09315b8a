package dev.posthouse.process;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/// The lock on a database file, held as by a program that somebody looks at it with.
final class SqliteLock {
  private SqliteLock() {}

  /// Until the connection is rolled back.
  static Connection take(Path data) throws SQLException {
    Connection other = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("posthouse.db"));
    try (var statement = other.createStatement()) {
      statement.execute("pragma busy_timeout = 10000");
      other.setAutoCommit(false);
      statement.execute("update waiting set due = due where id = 0");
    }
    return other;
  }
}
