package dev.posthouse.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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

  /// Rows that lie apart on a disk take half a millisecond each, and of a delivery two are read.
  private static final int LONGEST_APART = 32;

  /// What one page may look for.
  private static final Duration LOOKING = Duration.ofMillis(15);

  /// What it may then read of rows that lie apart.
  private static final Duration READING = Duration.ofMillis(20);

  /// How rows lie that follow each other in an index: each in another page of the disk, or not.
  enum Layout {
    TOGETHER,
    APART
  }

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

  /// @param layout of what is looked at
  /// @param most rows that are looked at
  Found newest(Place after, int limit, Layout layout, int most, Rows rows) {
    long began = nanos.getAsLong();
    var found = new ArrayList<Place>();
    Place at = after;
    int seen = 0;
    int longest = layout == Layout.APART ? LONGEST_APART : LONGEST;
    int size = layout == Layout.APART ? SHORTEST : Math.max(SHORTEST, limit + 1);
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
      size = Math.min(Math.min(longest, GROWTH * size), affordable(seen, began, LOOKING));
    } while (seen < most && size >= SHORTEST);
    return new Found(found, Optional.of(at));
  }

  /// Reads what was found; of rows that lie apart only those that there is time for, and the next
  /// page goes on below them.
  ///
  /// @param layout of what is read, which may be another table than was looked through
  <T> Page<T> read(Found found, Layout layout, Function<List<Place>, List<T>> lines) {
    List<Place> places = found.places();
    if (layout == Layout.TOGETHER) {
      return new Page<>(lines.apply(places), found.next());
    }
    long began = nanos.getAsLong();
    var read = new ArrayList<T>();
    int end = 0;
    for (int size = SHORTEST; end < places.size() && size > 0; ) {
      int begin = end;
      end = Math.min(begin + size, places.size());
      read.addAll(lines.apply(places.subList(begin, end)));
      size = affordable(end, began, READING);
    }
    return new Page<>(read, end == places.size() ? found.next() : Optional.of(places.get(end - 1)));
  }

  /// Rows that there is time for, at the pace of those seen so far.
  private int affordable(int seen, long began, Duration within) {
    long took = nanos.getAsLong() - began;
    long left = within.toNanos() - took;
    return took <= 0 ? LONGEST : Math.clamp(seen * left / took, 0, LONGEST);
  }
}
