package dev.posthouse.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// Small runs on their way to become a large one, without the events that are gone by age. Each
/// transaction writes one slice of all fingerprints, for the whole takes a quarter of a second, and
/// everybody would wait for it. The small ones count until the last slice is written. What has
/// begun when the process ends is begun anew.
///
/// @param id of the run that is written
/// @param oldest the oldest event that is still there
/// @param filter may have learned from a slice that was not committed, which does no harm
/// @param done slices that are written
/// @param last the largest event of those
record KeyJoin(
    List<KeyRun> runs, long id, long oldest, KeyFilter filter, int done, int entries, long last) {

  static KeyJoin begin(Session db, List<KeyRun> runs) throws SQLException {
    int most = runs.stream().mapToInt(KeyRun::entries).sum();
    long id = KeyRows.addRun(db, 0, 0, KeyFilter.of(0));
    return new KeyJoin(runs, id, KeyRows.oldestEvent(db), KeyFilter.of(most), 0, 0, 0);
  }

  /// Writes a slice.
  KeyJoin next(Session db, int slices) throws SQLException {
    long width = Long.divideUnsigned(-1, slices) + 1;
    long from = Long.MIN_VALUE + done * width;
    long to = done + 1 == slices ? Long.MAX_VALUE : from + width - 1;
    var slice = new ArrayList<KeyEntry>();
    for (KeyRun run : runs) {
      KeyRows.entries(db, run.id(), from, to).stream()
          .filter(entry -> entry.event() >= oldest)
          .forEach(slice::add);
    }
    slice.sort(KeyEntry.BY_FINGERPRINT);
    slice.forEach(filter::add);
    KeyRows.addPages(db, id, slice);
    long newest = slice.stream().mapToLong(KeyEntry::event).max().orElse(last);
    return new KeyJoin(
        runs, id, oldest, filter, done + 1, entries + slice.size(), Math.max(last, newest));
  }

  /// Puts the run that is written whole in the place of those it was made of.
  KeyRun finish(Session db) throws SQLException {
    KeyRows.finishRun(db, id, last, entries, filter);
    for (KeyRun run : runs) {
      KeyRows.retire(db, run.id());
    }
    return new KeyRun(id, last, entries, filter);
  }
}
