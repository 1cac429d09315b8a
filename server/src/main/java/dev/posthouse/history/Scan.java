package dev.posthouse.history;

import dev.posthouse.event.Ids;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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

  /// How long a page may be looked for.
  private static final Duration LOOKING = Duration.ofMillis(15);

  /// How long it may take until the last of the rows that lie apart are read.
  private static final Duration PAGE = Duration.ofMillis(30);

  /// How far back the first looks go; the one after them goes to the end of the span. Where each
  /// day has a partition, a look is planned for each day that it may go to, wherever its rows are.
  private static final List<Duration> REACHES = List.of(Duration.ofDays(1), Duration.ofDays(8));

  /// How rows lie that follow each other in an index: each in another page of the disk, or not.
  enum Layout {
    TOGETHER,
    APART
  }

  private final LongSupplier nanos;
  private final InstantSource clock;

  Scan(LongSupplier nanos, InstantSource clock) {
    this.nanos = nanos;
    this.clock = clock;
  }

  /// What may be spent on a page.
  ///
  /// @param layout of what is looked at
  /// @param most rows that are looked at
  record Effort(Layout layout, int most) {
    int first(int limit) {
      return layout == Layout.APART ? SHORTEST : Math.max(SHORTEST, limit + 1);
    }

    int longest() {
      return layout == Layout.APART ? LONGEST_APART : LONGEST;
    }
  }

  /// A row that was looked at.
  record Row(Place place, boolean wanted) {}

  /// Where the wanted rows are, and where to go on.
  ///
  /// @param began when looking for them did
  record Found(List<Place> places, Optional<Place> next, long began) {}

  interface Rows {
    /// The newest `limit` rows below a place, of events from `from` on.
    List<Row> below(Place place, long from, int limit);
  }

  Found newest(Span span, Place after, int limit, Effort effort, Rows rows) {
    long began = nanos.getAsLong();
    var found = new ArrayList<Place>();
    Place at = span.below(after);
    int reach = 0;
    long from = from(span, at, reach);
    int seen = 0;
    int size = effort.first(limit);
    do {
      size = Math.min(size, effort.most() - seen);
      List<Row> stretch = rows.below(at, from, size);
      for (Row row : stretch) {
        if (found.size() == limit) {
          return new Found(found, Optional.of(found.getLast()), began);
        }
        if (row.wanted()) {
          found.add(row.place());
        }
      }
      seen += stretch.size();
      if (stretch.size() == size) {
        at = stretch.getLast().place();
      } else if (from > span.from()) {
        at = new Place(from, 0);
        from = from(span, at, ++reach);
      } else {
        return new Found(found, Optional.empty(), began);
      }
      size = Math.min(Math.min(effort.longest(), GROWTH * size), more(seen, began));
    } while (seen < effort.most() && size >= SHORTEST);
    return new Found(found, Optional.of(at), began);
  }

  private long from(Span span, Place at, int reach) {
    if (reach == REACHES.size()) {
      return span.from();
    }
    Instant now = clock.instant();
    Instant newest = Ids.time(at.event());
    Instant top = newest.isBefore(now) ? newest : now;
    return Math.max(span.from(), Ids.floor(top.minus(REACHES.get(reach))));
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
    Duration left = PAGE.minusNanos(began - found.began());
    var read = new ArrayList<T>();
    int end = 0;
    for (int size = SHORTEST; end < places.size() && size > 0; ) {
      int begin = end;
      end = Math.min(begin + size, places.size());
      read.addAll(lines.apply(places.subList(begin, end)));
      size = affordable(end, began, left);
    }
    return new Page<>(read, end == places.size() ? found.next() : Optional.of(places.get(end - 1)));
  }

  /// Few rows are no pace: what was slow then is no reason to end before a short list is over.
  private int more(int seen, long began) {
    return Math.max(affordable(seen, began, LOOKING), seen < SHORTEST ? SHORTEST : 0);
  }

  /// Rows that there is time for, at the pace of those seen so far.
  private int affordable(int seen, long began, Duration within) {
    long took = nanos.getAsLong() - began;
    long left = within.toNanos() - took;
    return seen == 0 || took <= 0 ? LONGEST : Math.clamp(seen * left / took, 0, LONGEST);
  }
}
