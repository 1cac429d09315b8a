package dev.posthouse.history;

import dev.posthouse.event.Origin;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Which events a list shows; what is absent does not matter.
///
/// @param unmatched only those that caused no delivery
/// @param keys of values that their data must hold, see [dev.posthouse.event.SearchKey]
public record EventFilter(
    Optional<String> type,
    Optional<String> subject,
    Optional<String> source,
    Optional<String> sourceId,
    Optional<String> organisation,
    Optional<String> actor,
    boolean unmatched,
    List<Long> keys,
    Span span) {
  public static final EventFilter ALL =
      new EventFilter(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false, Span.ALL);

  public EventFilter(
      Optional<String> type,
      Optional<String> subject,
      Optional<String> source,
      Optional<String> sourceId,
      boolean unmatched,
      Span span) {
    this(
        type,
        subject,
        source,
        sourceId,
        Optional.empty(),
        Optional.empty(),
        unmatched,
        List.of(),
        span);
  }

  public EventFilter {
    keys = List.copyOf(keys);
  }

  /// The key that one event holds, where the filter names all of it.
  Optional<Origin> key() {
    return source.flatMap(from -> sourceId.map(id -> new Origin(from, id)));
  }

  /// What texts must be, by the column that holds them.
  Map<String, String> texts() {
    var texts = new TreeMap<String, String>();
    type.ifPresent(text -> texts.put("type", text));
    subject.ifPresent(text -> texts.put("subject", text));
    source.ifPresent(text -> texts.put("source", text));
    sourceId.ifPresent(text -> texts.put("source_id", text));
    organisation.ifPresent(text -> texts.put("organisation", text));
    actor.ifPresent(text -> texts.put("actor", text));
    return texts;
  }

  boolean admits(EventLine line) {
    return type.map(line.type()::equals).orElse(true)
        && subject.map(line.subject()::equals).orElse(true)
        && source.map(line.origin().source()::equals).orElse(true)
        && sourceId.map(line.origin().id()::equals).orElse(true)
        && organisation.map(line.organisation()::equals).orElse(true)
        && actor.map(line.actor()::equals).orElse(true)
        && !(unmatched && line.matched());
  }
}
