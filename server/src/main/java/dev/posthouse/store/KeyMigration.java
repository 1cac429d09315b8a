package dev.posthouse.store;

import dev.posthouse.event.Origin;
import dev.posthouse.event.TenantId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import org.flywaydb.core.api.migration.Context;

/// Turns the table `event_key` of an SQLite file into runs: SQL cannot make their fingerprints.
final class KeyMigration extends DataMigration {
  /// As many keys as are held in memory at a time.
  private static final int RUN = 32_768;

  KeyMigration() {
    super("7", "event keys in runs");
  }

  @Override
  public void migrate(Context context) throws SQLException {
    Connection db = context.getConnection();
    var session = new Session(db, new WriterCounts());
    try (var select =
            db.prepareStatement("select tenant, source, source_id, event from event_key");
        var row = select.executeQuery()) {
      var entries = new ArrayList<KeyEntry>();
      while (row.next()) {
        entries.add(entry(row));
        if (entries.size() == RUN) {
          KeyRun.write(session, entries);
          entries.clear();
        }
      }
      if (!entries.isEmpty()) {
        KeyRun.write(session, entries);
      }
    }
    session.run("drop table event_key");
  }

  private static KeyEntry entry(ResultSet row) throws SQLException {
    var tenant = new TenantId(row.getLong("tenant"));
    var origin = new Origin(row.getString("source"), row.getString("source_id"));
    return new KeyEntry(KeyEntry.fingerprint(tenant, origin), row.getLong("event"));
  }
}
