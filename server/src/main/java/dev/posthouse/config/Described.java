package dev.posthouse.config;

import dev.posthouse.event.Flaw;
import dev.posthouse.event.Payload;
import dev.posthouse.eventtype.EventType;
import dev.posthouse.eventtype.Version;
import java.util.List;
import java.util.Optional;

/// What an event's data are held against.
///
/// @param type with all its versions
/// @param version the number of that of the data
/// @param found empty if there is no such version
public record Described(EventType type, int version, Optional<Version> found) {
  /// What is wrong with data; pointers lead into the event.
  public List<Flaw> flaws(Payload data) {
    return found.map(known -> flaws(data, known)).orElseGet(() -> List.of(noVersion()));
  }

  private List<Flaw> flaws(Payload data, Version known) {
    if (!data.isJson()) {
      return List.of(
          new Flaw(
              "/data",
              "is %s, but \"%s\" is described as JSON".formatted(data.contentType(), type.name())));
    }
    return known.schema().check(data.bytes()).stream()
        .map(flaw -> new Flaw("/data" + flaw.pointer(), flaw.message()))
        .toList();
  }

  private Flaw noVersion() {
    return new Flaw(
        "/schemaVersion",
        "\"%s\" has versions 1 to %d, not %d"
            .formatted(type.name(), type.versions().size(), version));
  }
}
