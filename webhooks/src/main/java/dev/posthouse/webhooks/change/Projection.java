package dev.posthouse.webhooks.change;

import dev.posthouse.webhooks.body.Json;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The watched part of a value as JSON, every number and text as it was written. The watched part
/// of that is itself.
final class Projection {
  private final Canonical canonical;

  Projection(Canonical canonical) {
    this.canonical = canonical;
  }

  String text(Json value, FieldTree fields) {
    return text(value, fields, "");
  }

  /// @param key a member that is kept beside the watched ones, for it names an item
  private String text(Json value, FieldTree fields, String key) {
    return switch (value.kind()) {
      case OBJECT -> object(value, fields, key);
      case ARRAY ->
          value.items().stream()
              .map(item -> text(item, fields, fields.items().key()))
              .collect(Collectors.joining(",", "[", "]"));
      case STRING, NUMBER, BOOLEAN, NULL -> value.written();
    };
  }

  private String object(Json value, FieldTree fields, String key) {
    Set<String> names = new LinkedHashSet<>(key.isEmpty() ? List.of() : List.of(key));
    fields.names(value.members().keySet()).forEach(names::add);
    return names.stream()
        .flatMap(name -> member(name, Canonical.member(value, name), fields.child(name), key))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private Stream<String> member(String name, Json value, FieldTree fields, String key) {
    FieldTree watched = fields == FieldTree.NONE && name.equals(key) ? FieldTree.WHOLE : fields;
    return watched == FieldTree.NONE || canonical.nothing(value)
        ? Stream.of()
        : Stream.of(Json.quoted(name) + ":" + text(value, watched, ""));
  }
}
