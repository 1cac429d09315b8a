package dev.posthouse.store;

import dev.posthouse.event.EventId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The tables `key_recent`, `key_run` and `key_page`. Entries are blobs of [KeyEntry#write].
final class KeyRows {
  /// Entries of a page: two of them fill a page of the database, of 8 KB.
  private static final int PAGE = 250;

  private static final String PAGE_OF_RUN =
      "select entries from key_page where run = ? and first <= ? order by first desc limit 1";

  private static final String PAGES_OF_RUN =
      """
      select entries from key_page where run = ? and first <= ? and first >= coalesce(
        (select max(first) from key_page where run = ? and first <= ?), -9223372036854775808)
      order by first
      """;

  private KeyRows() {}

  static List<KeyEntry> recent(Connection db) throws SQLException {
    try (var select = db.prepareStatement("select entries from key_recent order by id");
        var row = select.executeQuery()) {
      var entries = new ArrayList<KeyEntry>();
      while (row.next()) {
        entries.addAll(KeyEntry.read(row.getBytes(1)));
      }
      return entries;
    }
  }

  static void addRecent(Session db, List<KeyEntry> won) throws SQLException {
    var insert = db.prepare("insert into key_recent (entries) values (?)");
    insert.setBytes(1, KeyEntry.write(won));
    db.countStatement();
    insert.executeUpdate();
  }

  /// Returns its id.
  static long addRun(Session db, long last, int entries, KeyFilter filter) throws SQLException {
    var insert =
        db.prepare("insert into key_run (last, entries, filter) values (?, ?, ?) returning id");
    insert.setLong(1, last);
    insert.setInt(2, entries);
    insert.setBytes(3, filter.write());
    db.countStatement();
    try (var row = insert.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  /// Entries with one fingerprint stay on one page.
  static void addPages(Session db, long run, List<KeyEntry> sorted) throws SQLException {
    var insert = db.prepare("insert into key_page (run, first, entries) values (?, ?, ?)");
    for (int start = 0; start < sorted.size(); ) {
      int end = Math.min(start + PAGE, sorted.size());
      while (end < sorted.size()
          && sorted.get(end).fingerprint() == sorted.get(end - 1).fingerprint()) {
        end++;
      }
      insert.setLong(1, run);
      insert.setLong(2, sorted.get(start).fingerprint());
      insert.setBytes(3, KeyEntry.write(sorted.subList(start, end)));
      insert.addBatch();
      start = end;
    }
    db.execute(insert);
  }

  /// Those of a run with fingerprints from one to another, both included.
  static List<KeyEntry> entries(Session db, long run, long from, long to) throws SQLException {
    var select = db.prepare(PAGES_OF_RUN);
    select.setLong(1, run);
    select.setLong(2, to);
    select.setLong(3, run);
    select.setLong(4, from);
    db.countStatement();
    try (var row = select.executeQuery()) {
      var entries = new ArrayList<KeyEntry>();
      while (row.next()) {
        KeyEntry.read(row.getBytes(1)).stream()
            .filter(entry -> entry.fingerprint() >= from && entry.fingerprint() <= to)
            .forEach(entries::add);
      }
      return entries;
    }
  }

  static void finishRun(Session db, long id, long last, int entries, KeyFilter filter)
      throws SQLException {
    var update = db.prepare("update key_run set last = ?, entries = ?, filter = ? where id = ?");
    update.setLong(1, last);
    update.setInt(2, entries);
    update.setBytes(3, filter.write());
    update.setLong(4, id);
    db.countStatement();
    update.executeUpdate();
  }

  /// Has a run count no longer. Its pages stay until it is dropped.
  static void retire(Session db, long id) throws SQLException {
    var update = db.prepare("update key_run set entries = 0 where id = ?");
    update.setLong(1, id);
    db.countStatement();
    update.executeUpdate();
  }

  static void drop(Session db, long run) throws SQLException {
    for (String sql :
        List.of("delete from key_page where run = ?", "delete from key_run where id = ?")) {
      var delete = db.prepare(sql);
      delete.setLong(1, run);
      db.countStatement();
      delete.executeUpdate();
    }
  }

  static long oldestEvent(Session db) throws SQLException {
    db.countStatement();
    try (var row = db.prepare("select coalesce(min(id), 0) from event").executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  /// The events of one run with this fingerprint.
  static List<EventId> events(Session db, long run, long fingerprint) throws SQLException {
    var select = db.prepare(PAGE_OF_RUN);
    select.setLong(1, run);
    select.setLong(2, fingerprint);
    db.countStatement();
    return matching(select, fingerprint);
  }

  /// The events with this fingerprint of the latest claims, of some runs and of all that are newer
  /// than one, in this order: what is moved meanwhile goes the same way.
  static List<EventId> events(Connection db, long fingerprint, List<Long> runs, long newest)
      throws SQLException {
    String sql =
        """
        select (select p.entries from key_page p where p.run = r.id and p.first <= ?
          order by p.first desc limit 1)
        from key_run r where (r.id in (%s) or r.id > ?) and r.entries > 0 order by r.id
        """
            .formatted(runs.stream().map(String::valueOf).collect(Collectors.joining(", ")));
    try (var recent = db.prepareStatement("select entries from key_recent order by id");
        var pages = db.prepareStatement(sql)) {
      var events = new ArrayList<>(matching(recent, fingerprint));
      pages.setLong(1, fingerprint);
      pages.setLong(2, newest);
      events.addAll(matching(pages, fingerprint));
      return events;
    }
  }

  private static List<EventId> matching(PreparedStatement select, long fingerprint)
      throws SQLException {
    var events = new ArrayList<EventId>(1);
    try (var row = select.executeQuery()) {
      while (row.next()) {
        byte[] entries = row.getBytes(1);
        if (entries != null) {
          KeyEntry.read(entries).stream()
              .filter(entry -> entry.fingerprint() == fingerprint)
              .forEach(entry -> events.add(new EventId(entry.event())));
        }
      }
    }
    return events;
  }
}
