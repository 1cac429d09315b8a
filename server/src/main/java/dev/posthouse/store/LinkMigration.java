package dev.posthouse.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.flywaydb.core.api.migration.Context;

/// Chains the revisions of a database that was written before they were: SQL cannot hash.
final class LinkMigration extends DataMigration {
  LinkMigration() {
    super("8.1", "revisions in a chain");
  }

  @Override
  public void migrate(Context context) throws SQLException {
    Connection db = context.getConnection();
    byte[] hash = {};
    long number = 0;
    try (var select =
            db.prepareStatement(
                """
                select number, tenant, kind, resource, action, who, origin, shown, at, doc
                from revision order by number
                """);
        var update = db.prepareStatement("update revision set hash = ? where number = ?");
        var row = select.executeQuery()) {
      while (row.next()) {
        Link link = link(row);
        hash = link.hash(hash);
        number = link.number();
        update.setBytes(1, hash);
        update.setLong(2, number);
        update.addBatch();
      }
      update.executeBatch();
    }
    if (number > 0) {
      remember(db, number, hash);
    }
  }

  private static Link link(ResultSet row) throws SQLException {
    return new Link(
        row.getLong("number"),
        row.getLong("tenant"),
        row.getString("kind"),
        row.getLong("resource"),
        row.getString("action"),
        row.getString("who"),
        row.getString("origin"),
        row.getString("shown"),
        row.getLong("at"),
        row.getString("doc"));
  }

  private static void remember(Connection db, long number, byte[] hash) throws SQLException {
    try (var insert =
        db.prepareStatement("insert into revision_head (id, number, hash) values (1, ?, ?)")) {
      insert.setLong(1, number);
      insert.setBytes(2, hash);
      insert.execute();
    }
  }
}
