package dev.posthouse.store;

import dev.posthouse.event.Routed;
import java.sql.SQLException;
import java.util.List;

/// The table `search_key`: the events by the values of fields of their data.
final class SearchRows {
  private static final Into SEARCH_KEY = Into.of("search_key", "key, event");

  private SearchRows() {}

  /// Nothing where no event has any.
  static void insert(Session db, List<Routed> events) throws SQLException {
    Rows rows = null;
    for (Routed routed : events) {
      for (long key : routed.keys()) {
        rows = rows == null ? db.rows(SEARCH_KEY) : rows;
        rows.bigint(key).bigint(routed.event().id().value()).end();
      }
    }
    if (rows != null) {
      db.write(rows);
    }
  }
}
