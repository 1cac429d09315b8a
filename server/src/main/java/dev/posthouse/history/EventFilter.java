package dev.posthouse.history;

import dev.posthouse.event.Origin;
import java.util.Optional;

/// Which events a list shows; what is absent does not matter.
///
/// @param unmatched only those that caused no delivery
public record EventFilter(
    Optional<String> type,
    Optional<String> subject,
    Optional<String> source,
    Optional<String> sourceId,
    boolean unmatched,
    Span span) {
  public static final EventFilter ALL =
      new EventFilter(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false, Span.ALL);

  /// The key that one event holds, where the filter names all of it.
  Optional<Origin> key() {
    return source.flatMap(from -> sourceId.map(id -> new Origin(from, id)));
  }

  boolean admits(EventLine line) {
    return type.map(line.type()::equals).orElse(true)
        && subject.map(line.subject()::equals).orElse(true)
        && source.map(line.origin().source()::equals).orElse(true)
        && sourceId.map(line.origin().id()::equals).orElse(true)
        && !(unmatched && line.matched());
  }
}
