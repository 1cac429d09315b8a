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
    var filter = KeyFilter.of(entries, entries.size());
    long id = KeyRows.addRun(db, last, entries.size(), filter);
    KeyRows.addPages(db, id, entries);
    return new KeyRun(id, last, entries.size(), filter);
  }

  /// Writes several runs as one, without the events that are gone by age.
  static KeyRun join(Session db, List<KeyRun> runs) throws SQLException {
    long oldest = KeyRows.oldestEvent(db);
    var entries = new ArrayList<KeyEntry>();
    for (KeyRun run : runs) {
      KeyRows.entries(db, run.id()).stream()
          .filter(entry -> entry.event() >= oldest)
          .forEach(entries::add);
      KeyRows.drop(db, run.id());
    }
    return write(db, entries);
  }

  /// Drops the runs of which every event is gone by age.
  static void dropExpired(Session db, List<KeyRun> runs) throws SQLException {
    long oldest = KeyRows.oldestEvent(db);
    for (KeyRun run : List.copyOf(runs)) {
      if (run.last < oldest) {
        KeyRows.drop(db, run.id);
        runs.remove(run);
      }
    }
  }

  /// The events that claimed a key with this fingerprint.
  List<EventId> events(Session db, long fingerprint) throws SQLException {
    return filter.mayHold(fingerprint) ? KeyRows.events(db, id, fingerprint) : List.of();
  }
}
