package dev.posthouse.history;

import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// How a database reads what a statement asks for.
final class Plan {
  /// The stretch that is asked for.
  static final int STRETCH = 1_000;

  private Plan() {}

  /// A line for each step, in the database's own words; PostgreSQL says, too, how many rows it
  /// read.
  static List<String> of(Handle db, String sql, UnaryOperator<Query> bound) {
    boolean sqlite = product(db).equals("SQLite");
    String column = sqlite ? "detail" : "QUERY PLAN";
    String explain = sqlite ? "explain query plan " : "explain (analyze, costs off, timing off) ";
    try (var query = bound.apply(db.createQuery(explain + sql))) {
      return query.map((row, context) -> row.getString(column)).list();
    }
  }

  private static String product(Handle db) {
    try {
      DatabaseMetaData about = db.getConnection().getMetaData();
      return about.getDatabaseProductName();
    } catch (SQLException e) {
      throw new IllegalStateException("the database does not say what it is", e);
    }
  }
}
