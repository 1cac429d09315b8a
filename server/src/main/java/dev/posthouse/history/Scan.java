package dev.posthouse.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/// Looks through rows, newest first, for those that a filter wants, a stretch at a time and up to a
/// bound of rows and of time: what takes longer is a page that is short and has a `next`.
final class Scan {
  private static final int SHORTEST = 16;

  /// Enough for what a statement costs to be little, and few enough where all of them lie on the
  /// disk after others that were in memory.
  private static final int LONGEST = 250;

  /// How much longer than a stretch the next may be.
  private static final int GROWTH = 2;

  /// What one page may look for; reading what it has found comes after that.
  private static final Duration LOOKING = Duration.ofMillis(20);

  private final LongSupplier nanos;

  Scan(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /// A row that was looked at.
  record Row(Place place, boolean wanted) {}

  /// Where the wanted rows are, and where to go on.
  record Found(List<Place> places, Optional<Place> next) {}

  interface Rows {
    /// The newest `limit` rows below a place.
    List<Row> below(Place place, int limit);
  }

  /// @param first rows of the first stretch: few where each may lie on another page of the disk
  /// @param most rows that are looked at
  Found newest(Place after, int limit, int first, int most, Rows rows) {
    long began = nanos.getAsLong();
    var found = new ArrayList<Place>();
    Place at = after;
    int seen = 0;
    int size = Math.max(SHORTEST, first);
    do {
      size = Math.min(size, most - seen);
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
      seen += size;
      size = Math.min(Math.min(LONGEST, GROWTH * size), affordable(seen, began));
    } while (seen < most && size >= SHORTEST);
    return new Found(found, Optional.of(at));
  }

  /// Rows that there is time for, at the pace of those seen so far.
  private int affordable(int seen, long began) {
    long took = nanos.getAsLong() - began;
    long left = LOOKING.toNanos() - took;
    return took <= 0 ? LONGEST : Math.clamp(seen * left / took, 0, LONGEST);
  }
}
