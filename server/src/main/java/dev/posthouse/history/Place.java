package dev.posthouse.history;

import java.util.List;
import java.util.stream.Collectors;

/// Where a page of a list, newest first, goes on: below this event and, within it, this id.
public record Place(long event, long id) {
  /// The beginning of a list.
  public static final Place NEWEST = new Place(Long.MAX_VALUE, Long.MAX_VALUE);

  /// A condition for the rows at these places. Their events are named alone, too: that leads to the
  /// rows, and where a table has partitions only to those that they are in.
  ///
  /// @param table the prefix of its columns, such as `d.`
  static String among(List<Place> places, String table) {
    String events =
        places.stream()
            .map(place -> String.valueOf(place.event()))
            .distinct()
            .collect(Collectors.joining(", "));
    String pairs =
        places.stream()
            .map(place -> "(" + place.event() + ", " + place.id() + ")")
            .collect(Collectors.joining(", "));
    return " and %1$sevent in (%2$s) and (%1$sevent, %1$sid) in (values %3$s)"
        .formatted(table, events, pairs);
  }
}
