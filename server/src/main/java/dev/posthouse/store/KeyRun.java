package dev.posthouse.store;

import dev.posthouse.event.EventId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Keys in pages sorted by fingerprint, which never change, and the filter that tells which keys
/// are surely not among them.
///
/// @param last the largest of its events
record KeyRun(long id, long last, int entries, KeyFilter filter) {
  /// Those that [KeyRows#retire] has left are among them, and what was being joined: they have no
  /// entries.
  static List<KeyRun> all(Connection db) throws SQLException {
    try (var select =
            db.prepareStatement("select id, last, entries, filter from key_run order by id");
        var row = select.executeQuery()) {
      var runs = new ArrayList<KeyRun>();
      while (row.next()) {
        var filter = KeyFilter.read(row.getBytes(4));
        runs.add(new KeyRun(row.getLong(1), row.getLong(2), row.getInt(3), filter));
      }
      return runs;
    }
  }

  /// Sorts the entries and writes them as a new run.
  static KeyRun write(Session db, List<KeyEntry> entries) throws SQLException {
    entries.sort(KeyEntry.BY_FINGERPRINT);
    long last = entries.stream().mapToLong(KeyEntry::event).max().orElse(Long.MIN_VALUE);
    var filter = KeyFilter.of(entries);
    long id = KeyRows.addRun(db, last, entries.size(), filter);
    KeyRows.addPages(db, id, entries);
    return new KeyRun(id, last, entries.size(), filter);
  }

  /// The events that claimed a key with this fingerprint.
  List<EventId> events(Session db, long fingerprint) throws SQLException {
    return filter.mayHold(fingerprint) ? KeyRows.events(db, id, fingerprint) : List.of();
  }
}
