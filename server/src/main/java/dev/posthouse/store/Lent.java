package dev.posthouse.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Function;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/// A connection that is lent to a query: it goes back to its pool, and is not closed by the handle.
final class Lent implements ConnectionFactory {
  private static final ScopedValue<Connection> CONNECTION = ScopedValue.newInstance();

  /// One for all queries, so that the text of each is parsed once.
  private static final Jdbi JDBI = Jdbi.create(new Lent());

  private Lent() {}

  static <T> Database.Query<T> to(Function<Handle, T> query) {
    return db -> ScopedValue.where(CONNECTION, db).call(() -> queried(query));
  }

  private static <T> T queried(Function<Handle, T> query) throws SQLException {
    try (var handle = JDBI.open()) {
      return query.apply(handle);
    } catch (JdbiException e) {
      if (e.getCause() instanceof SQLException cause) {
        throw cause;
      }
      throw e;
    }
  }

  @Override
  public Connection openConnection() {
    return CONNECTION.get();
  }

  @Override
  public void closeConnection(Connection lent) {}
}
