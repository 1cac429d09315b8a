package dev.posthouse.store;

import dev.posthouse.event.Routed;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/// The table `search_key`: the events by the values of fields of their data.
final class SearchRows {
  private static final String INSERT = "insert into search_key (key, event) values (?, ?)";

  private SearchRows() {}

  /// Nothing where no event has any.
  static void insert(Session db, List<Routed> events) throws SQLException {
    PreparedStatement insert = null;
    for (Routed routed : events) {
      for (long key : routed.keys()) {
        insert = insert == null ? db.prepare(INSERT) : insert;
        insert.setLong(1, key);
        insert.setLong(2, routed.event().id().value());
        insert.addBatch();
      }
    }
    if (insert != null) {
      db.execute(insert);
    }
  }
}
