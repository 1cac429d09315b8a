package dev.posthouse.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.StatementExceptions;
import org.jdbi.v3.core.statement.StatementExceptions.MessageRendering;
import org.postgresql.PGConnection;

/// The writer's connection with its prepared statements. Counts what it executes: a batch is one
/// statement. Used by the writer's thread only.
final class Session implements AutoCloseable {
  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();
  private final Handle handle;
  private final WriterCounts counts;
  private final boolean postgres;

  Session(Connection connection, WriterCounts counts) throws SQLException {
    this.connection = connection;
    this.counts = counts;
    postgres = connection.isWrapperFor(PGConnection.class);
    handle = Jdbi.open(connection);
    handle.define("locking", locking());
    // What was bound to a statement may be somebody's data: it does not belong into messages.
    handle.getConfig(StatementExceptions.class).setMessageRendering(MessageRendering.NONE);
  }

  PreparedStatement prepare(String sql) throws SQLException {
    var statement = prepared.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      prepared.put(sql, statement);
    }
    return statement;
  }

  /// Executes what was added to the statement's batch; one row count each.
  int[] execute(PreparedStatement batch) throws SQLException {
    counts.statements.increment();
    try {
      return batch.executeBatch();
    } finally {
      batch.clearBatch();
    }
  }

  /// Rows to be put down and then given to [#write].
  Rows rows(Into into) throws SQLException {
    return postgres ? new CopiedRows(into, connection) : new InsertedRows(prepare(into.insert()));
  }

  void write(Rows rows) throws SQLException {
    counts.statements.increment();
    rows.write();
  }

  void run(String sql) throws SQLException {
    counts.statements.increment();
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /// Ends a query of rows that other nodes may be at, too: what it finds stays so until the
  /// transaction ends.
  String locking() {
    return postgres ? "for update" : "";
  }

  /// Whether arrays of values can be parameters.
  boolean takesArrays() {
    return postgres;
  }

  <T> Array bigints(List<T> of, ToLongFunction<T> value) throws SQLException {
    return connection.createArrayOf(
        "bigint", of.stream().mapToLong(value).boxed().toArray(Long[]::new));
  }

  <T> Array texts(List<T> of, Function<T, String> value) throws SQLException {
    return connection.createArrayOf("text", of.stream().map(value).toArray(String[]::new));
  }

  /// For the cold path: the same connection, the same transaction, `<locking>` in its queries.
  Handle handle() {
    return handle;
  }

  void countStatement() {
    counts.statements.increment();
  }

  void commit() throws SQLException {
    counts.commits.increment();
    connection.commit();
  }

  /// Also forgets what was added to a batch and not executed.
  void rollback() throws SQLException {
    for (PreparedStatement statement : prepared.values()) {
      statement.clearBatch();
    }
    connection.rollback();
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException alreadyBroken) {
      // Nothing of it is used any more, and what it held is rolled back by the database.
    }
  }
}
