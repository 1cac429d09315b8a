package dev.posthouse.store;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import org.jdbi.v3.core.Handle;

/// Fingerprints in a file that one process owns.
final class OwnFingerprints implements Fingerprints {
  @Override
  public Map<StateKey, Fingerprint> take(Session db, SortedSet<StateKey> keys) throws SQLException {
    var select = db.prepare(FIND);
    var taken = new HashMap<StateKey, Fingerprint>();
    for (StateKey key : keys) {
      select.setLong(1, key.id());
      select.setLong(2, key.rest());
      db.countStatement();
      try (var row = select.executeQuery()) {
        if (row.next()) {
          taken.put(key, Fingerprints.read(row));
        }
      }
    }
    return taken;
  }

  @Override
  public int forgetExpired(Handle db, long now, int limit) {
    return db.execute(
        """
        delete from fingerprint where (id, rest) in (
          select id, rest from fingerprint where expires <= ? order by expires limit ?)
        """,
        now,
        limit);
  }
}
