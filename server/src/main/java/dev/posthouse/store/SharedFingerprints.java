package dev.posthouse.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/// Fingerprints in a database that several nodes share. A row that is missing cannot be locked, so
/// it is made first, empty: of two transactions that make it, one waits for the other.
final class SharedFingerprints implements Fingerprints {
  private static final String MAKE =
      """
      insert into fingerprint (id, rest, tenant, subscription, event, as_of, hash, expires)
      select k.id, k.rest, 0, 0, 0, 0, '', 0 from unnest(?, ?) as k (id, rest)
      on conflict do nothing
      """;

  private static final String LOCK =
      "select "
          + COLUMNS
          + """
           from fingerprint f join unnest(?, ?) as k (id, rest) on f.id = k.id and f.rest = k.rest
          order by f.id, f.rest for update of f
          """;

  /// Between making and locking, somebody else may clear an expired row away.
  private static final int ROUNDS = 10;

  @Override
  public Map<StateKey, Fingerprint> take(Session db, SortedSet<StateKey> keys) throws SQLException {
    var taken = new HashMap<StateKey, Fingerprint>();
    SortedSet<StateKey> missing = keys;
    for (int round = 0; round < ROUNDS && !missing.isEmpty(); round++) {
      make(db, missing);
      lock(db, missing, taken);
      missing = new TreeSet<>(keys);
      missing.removeAll(taken.keySet());
    }
    if (!missing.isEmpty()) {
      throw new SQLException("fingerprints come and go", "40001");
    }
    return taken;
  }

  /// Passes over rows that are locked: whoever locks several does so in the order of their keys,
  /// and this does not.
  @Override
  public int forgetExpired(Handle db, long now, int limit) {
    return db.execute(
        """
        with over as materialized (
          select id, rest from fingerprint where expires <= ? order by expires limit ?
          for update skip locked)
        delete from fingerprint f using over o where f.id = o.id and f.rest = o.rest
        """,
        now,
        limit);
  }

  private static void make(Session db, SortedSet<StateKey> keys) throws SQLException {
    var make = db.prepare(MAKE);
    bind(make, keys);
    db.countStatement();
    make.executeUpdate();
  }

  private static void lock(Session db, SortedSet<StateKey> keys, Map<StateKey, Fingerprint> taken)
      throws SQLException {
    var lock = db.prepare(LOCK);
    bind(lock, keys);
    db.countStatement();
    try (var row = lock.executeQuery()) {
      while (row.next()) {
        Fingerprint found = Fingerprints.read(row);
        taken.put(found.key(), found);
      }
    }
  }

  private static void bind(PreparedStatement statement, SortedSet<StateKey> keys)
      throws SQLException {
    var db = statement.getConnection();
    statement.setArray(1, db.createArrayOf("bigint", keys.stream().map(StateKey::id).toArray()));
    statement.setArray(2, db.createArrayOf("bigint", keys.stream().map(StateKey::rest).toArray()));
  }
}
