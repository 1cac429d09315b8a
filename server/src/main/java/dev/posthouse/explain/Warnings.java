package dev.posthouse.explain;

import dev.posthouse.config.Snapshot;
import dev.posthouse.event.Event;
import java.util.List;

/// What is wrong with an event, held against its type as it is known now. A version of a type never
/// changes, so this is what its publisher was told; of a type that was unknown then there is
/// nothing to tell.
final class Warnings {
  private Warnings() {}

  static List<String> of(Event event, Snapshot now) {
    int version = event.payload().version();
    return now
        .types()
        .versions(event.tenant(), event.type())
        .flatMap(type -> type.version(version))
        .filter(known -> event.payload().isJson())
        .map(known -> known.schema().check(event.payload().bytes()))
        .orElse(List.of())
        .stream()
        .map(flaw -> "/data" + flaw.pointer() + " " + flaw.message())
        .toList();
  }
}
