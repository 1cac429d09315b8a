package dev.posthouse.store;

import dev.posthouse.event.TenantId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import org.jdbi.v3.core.Handle;

/// The table `fingerprint`. A row that is taken is nobody else's until the transaction ends; the
/// databases see to that in two ways: where several nodes share one, rows are locked in the order
/// of their keys, missing ones being made first; where one process owns the file, its one writer is
/// lock enough.
interface Fingerprints {
  String COLUMNS =
      "f.id, f.rest, f.tenant, f.subscription, f.event, f.as_of, f.hash, f.state, f.whose,"
          + " f.expires";

  String FIND = "select " + COLUMNS + " from fingerprint f where f.id = ? and f.rest = ?";

  /// Rows that are missing may be absent from the result, or there with the event 0.
  Map<StateKey, Fingerprint> take(Session db, SortedSet<StateKey> keys) throws SQLException;

  /// Writes rows that were taken before.
  static void write(Session db, Collection<Fingerprint> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    var write =
        db.prepare(
            """
            insert into fingerprint
              (id, rest, tenant, subscription, event, as_of, hash, state, whose, expires)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (id, rest) do update set tenant = excluded.tenant,
              subscription = excluded.subscription, event = excluded.event,
              as_of = excluded.as_of, hash = excluded.hash, state = excluded.state,
              whose = excluded.whose, expires = excluded.expires
            """);
    for (Fingerprint row : rows) {
      write.setLong(1, row.key().id());
      write.setLong(2, row.key().rest());
      write.setLong(3, row.tenant().value());
      write.setLong(4, row.subscription());
      write.setLong(5, row.event());
      write.setLong(6, row.asOf());
      write.setBytes(7, row.hash());
      write.setBytes(8, row.values().length == 0 ? null : row.values());
      write.setLong(9, row.whose());
      write.setLong(10, Micros.of(row.expires()));
      write.addBatch();
    }
    db.execute(write);
  }

  /// Reads what has committed, through any connection.
  static Optional<Fingerprint> find(Connection db, StateKey key, Instant now) throws SQLException {
    try (var select = db.prepareStatement(FIND)) {
      select.setLong(1, key.id());
      select.setLong(2, key.rest());
      try (var row = select.executeQuery()) {
        return row.next()
            ? Optional.of(read(row)).filter(found -> found.known(now))
            : Optional.empty();
      }
    }
  }

  /// Drops at most `limit` rows that had expired by `now`; returns how many. What somebody has
  /// taken at that moment stays for another time.
  int forgetExpired(Handle db, long now, int limit);

  static Fingerprint read(ResultSet row) throws SQLException {
    byte[] values = row.getBytes(8);
    return new Fingerprint(
        new StateKey(row.getLong(1), row.getLong(2)),
        new TenantId(row.getLong(3)),
        row.getLong(4),
        row.getLong(5),
        row.getLong(6),
        row.getBytes(7),
        values == null ? Fingerprint.NOTHING : values,
        row.getLong(9),
        Micros.instant(row.getLong(10)));
  }
}
