package dev.posthouse.explain;

import dev.posthouse.config.Snapshot;
import dev.posthouse.event.Event;
import dev.posthouse.event.Payload;
import java.util.List;

/// What is wrong with an event, held against the version of its type that its data are of. A saved
/// version never changes, so this is what its publisher was told, unless the version was saved
/// later; of a type that was unknown then there is nothing to tell.
final class Warnings {
  private Warnings() {}

  static List<String> of(Event event, Snapshot now) {
    Payload data = event.payload();
    if (data.version() == 0) {
      return List.of();
    }
    return now
        .types()
        .saved(event.tenant(), event.type(), data.version())
        .map(type -> type.flaws(data))
        .orElse(List.of())
        .stream()
        .map(flaw -> flaw.pointer() + " " + flaw.message())
        .toList();
  }
}
