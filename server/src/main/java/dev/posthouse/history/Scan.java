package dev.posthouse.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Looks through rows, newest first, for those that a filter wants, a stretch at a time and up to a
/// bound: what takes longer is a page that is short and has a `next`.
final class Scan {
  private static final int STRETCH = 2_000;
  private static final int FIRST = 4;

  private Scan() {}

  /// A row that was looked at.
  record Row(Place place, boolean wanted) {}

  /// Where the wanted rows are, and where to go on.
  record Found(List<Place> places, Optional<Place> next) {}

  interface Rows {
    /// The newest `limit` rows below a place.
    List<Row> below(Place place, int limit);
  }

  /// @param most rows that are looked at
  static Found newest(Place after, int limit, int most, Rows rows) {
    var found = new ArrayList<Place>();
    Place at = after;
    int size = 0;
    for (int seen = 0; seen < most; seen += size) {
      size = Math.min(most - seen, seen == 0 ? Math.min(STRETCH, FIRST * limit + 1) : STRETCH);
      List<Row> stretch = rows.below(at, size);
      boolean full = stretch.size() == size;
      for (int i = 0; i < stretch.size(); i++) {
        Row row = stretch.get(i);
        if (row.wanted()) {
          found.add(row.place());
        }
        if (found.size() == limit) {
          boolean more = full || i + 1 < stretch.size();
          return new Found(found, more ? Optional.of(row.place()) : Optional.empty());
        }
      }
      if (!full) {
        return new Found(found, Optional.empty());
      }
      at = stretch.getLast().place();
    }
    return new Found(found, Optional.of(at));
  }
}
