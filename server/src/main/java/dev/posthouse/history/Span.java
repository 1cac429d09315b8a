package dev.posthouse.history;

import dev.posthouse.event.Ids;
import java.time.Instant;
import java.util.Optional;

/// From when (inclusive) to when (exclusive) events were accepted.
public record Span(Optional<Instant> since, Optional<Instant> until) {
  public static final Span ALL = new Span(Optional.empty(), Optional.empty());

  long from() {
    return since.map(Ids::floor).orElse(0L);
  }

  /// Where to begin, below both a place and the end: one bound, for a database searches by one and
  /// only holds rows against the other.
  Place below(Place place) {
    return to() <= place.event() ? new Place(to(), 0) : place;
  }

  long to() {
    return until.map(Ids::floor).orElse(Long.MAX_VALUE);
  }
}
