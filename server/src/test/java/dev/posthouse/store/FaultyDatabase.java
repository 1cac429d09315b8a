package dev.posthouse.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/// A database whose next commits, connections or queries fail as told, so that every way in which
/// an outage begins can be met.
final class FaultyDatabase implements Database {
  private final Database real;
  private Fault commit = Fault.NONE;
  private boolean away;
  private boolean readersAway;
  Runnable beforeCommit = () -> {};

  /// What becomes of the next commit of the writer.
  enum Fault {
    NONE,
    /// It fails, and nothing of it is stored.
    BEFORE,
    /// It is stored, but whoever asked for it is told otherwise.
    AFTER
  }

  FaultyDatabase(Database real) {
    this.real = real;
  }

  void nextCommit(Fault fault) {
    commit = fault;
  }

  void away(boolean now) {
    away = now;
  }

  void readersAway(boolean now) {
    readersAway = now;
  }

  @Override
  public Connection connect() throws SQLException {
    if (away) {
      throw new SQLException("nobody there", "08001");
    }
    Connection connection = real.connect();
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              try {
                return method.getName().equals("commit")
                    ? commit(connection)
                    : method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private Object commit(Connection connection) throws SQLException {
    beforeCommit.run();
    Fault fault = commit;
    commit = Fault.NONE;
    if (fault != Fault.BEFORE) {
      connection.commit();
    }
    if (fault != Fault.NONE) {
      throw new SQLException("the connection broke", "08006");
    }
    return "";
  }

  @Override
  public <T> T read(Query<T> query) {
    if (readersAway) {
      throw new StoreException("nobody reads");
    }
    return real.read(query);
  }

  @Override
  public EventKeys keys() {
    return real.keys();
  }

  @Override
  public FetchSql fetchSql() {
    return real.fetchSql();
  }

  @Override
  public boolean partitioned() {
    return real.partitioned();
  }

  @Override
  public Failure classify(SQLException failure) {
    return "08006".equals(failure.getSQLState()) ? Failure.UNAVAILABLE : real.classify(failure);
  }

  @Override
  public Optional<String> crowded() {
    return real.crowded();
  }

  @Override
  public void close() {
    real.close();
  }
}
