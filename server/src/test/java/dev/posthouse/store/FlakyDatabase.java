package dev.posthouse.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/// A database that can be away, or break off in the very moment of a commit. One for each process
/// on it: once that is dead, nothing of it reaches the database any more.
@NullMarked
public final class FlakyDatabase implements Database {
  private final Database real;
  private final List<Connection> open = new ArrayList<>();
  private boolean away;
  private boolean dead;
  private boolean readsFail;
  private int unknownCommits;

  /// What is thrown while the database is away.
  private static final class Away extends SQLException {
    private static final long serialVersionUID = 1;

    Away(String why) {
      super(why);
    }
  }

  public FlakyDatabase(Database real) {
    this.real = real;
  }

  public void goAway() {
    away = true;
  }

  /// The next commits happen, but their answer is lost.
  public void loseAnswers(int commits) {
    unknownCommits = commits;
  }

  /// Reading fails though writing does not: the readers' pool has not recovered yet.
  public void failReads(boolean fail) {
    readsFail = fail;
  }

  public void comeBack() {
    away = false;
    readsFail = false;
    unknownCommits = 0;
  }

  public boolean broken() {
    return away || readsFail;
  }

  /// The process is dead: what it had not committed is rolled back.
  public void die() {
    dead = true;
    open.forEach(FlakyDatabase::close);
  }

  private static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Connection connect() throws SQLException {
    refuseWhileAway();
    Connection connection = real.connect();
    open.add(connection);
    return (Connection)
        Proxy.newProxyInstance(
            FlakyDatabase.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> call(connection, method, arguments));
  }

  private @Nullable Object call(Connection connection, Method method, Object @Nullable [] arguments)
      throws Throwable {
    switch (method.getName()) {
      case "commit" -> refuseWhileAway();
      case "close" -> open.remove(connection);
      default -> {}
    }
    Object result = invoke(connection, method, arguments);
    if (method.getName().equals("commit") && unknownCommits > 0) {
      unknownCommits--;
      throw new Away("the connection broke off while committing");
    }
    return result;
  }

  private static @Nullable Object invoke(
      Connection connection, Method method, Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(connection, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private void refuseWhileAway() throws Away {
    if (away || dead) {
      throw new Away("the database is away");
    }
  }

  @Override
  public <T> T read(Query<T> query) {
    if (away || dead || readsFail) {
      throw new StoreException("the database is away");
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
    return failure instanceof Away ? Failure.UNAVAILABLE : real.classify(failure);
  }

  @Override
  public Optional<String> crowded() {
    return Optional.empty();
  }

  @Override
  public void close() {
    real.close();
  }
}
