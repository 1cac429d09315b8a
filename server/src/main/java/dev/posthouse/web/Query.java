package dev.posthouse.web;

import dev.posthouse.event.Flaw;
import dev.posthouse.event.Invalid;
import dev.posthouse.json.Spelling;
import io.helidon.common.uri.UriQuery;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Reads the query parameters of one request and collects what is wrong with them, as
/// `dev.posthouse.json.Fields` does for objects: reading methods first, then [#done]. In place of a
/// JSON pointer flaws carry `?name`.
final class Query {
  private final UriQuery query;
  private final Set<String> known = new LinkedHashSet<>();
  private final List<Flaw> flaws = new ArrayList<>();

  Query(UriQuery query) {
    this.query = query;
  }

  Optional<String> text(String name) {
    known.add(name);
    if (!query.contains(name)) {
      return Optional.empty();
    }
    List<String> values = query.all(name);
    if (values.size() > 1) {
      flaw(name, "is given twice");
    }
    return values.stream().findFirst();
  }

  /// A text that `reader` turns into a value; what it throws as `IllegalArgumentException` becomes
  /// the flaw's message.
  <T> Optional<T> value(String name, Function<String, T> reader) {
    return text(name).flatMap(text -> tried(name, text, reader));
  }

  /// All parameters whose names begin so, by the rest of their names; in their order.
  Map<String, String> beginning(String prefix) {
    var values = new LinkedHashMap<String, String>();
    for (String name : query.names()) {
      if (name.startsWith(prefix)) {
        text(name).ifPresent(value -> values.put(name.substring(prefix.length()), value));
      }
    }
    return values;
  }

  boolean flag(String name) {
    return value(name, Query::bool).orElse(false);
  }

  void flaw(String name, String message) {
    flaws.add(new Flaw("?" + name, message));
  }

  /// @throws Invalid with every flaw, unknown parameters among them
  void done() {
    for (String name : query.names()) {
      if (!known.contains(name)) {
        String hint = Spelling.hint(name, known);
        flaw(name, "unknown parameter" + (hint.isEmpty() ? names() : hint));
      }
    }
    if (!flaws.isEmpty()) {
      throw new Invalid(flaws);
    }
  }

  private String names() {
    return known.isEmpty() ? "; there are none here" : "; known are " + String.join(", ", known);
  }

  private <T> Optional<T> tried(String name, String text, Function<String, T> reader) {
    try {
      return Optional.of(reader.apply(text));
    } catch (IllegalArgumentException e) {
      flaw(name, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static boolean bool(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("must be true or false, not " + text);
    };
  }
}
