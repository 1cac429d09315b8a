package dev.posthouse.webhooks.provider;

import dev.posthouse.webhooks.body.Json;
import dev.posthouse.webhooks.change.Change;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads what providers say of changes, in the few ways in which they say it.
final class Telling {
  private final List<Change> changes = new ArrayList<>();

  private Telling() {}

  /// Two states of one object: every member that differs.
  static Optional<List<Change>> states(Json before, Json after) {
    if (before.kind() != Json.Kind.OBJECT || after.kind() != Json.Kind.OBJECT) {
      return Optional.empty();
    }
    var telling = new Telling();
    Set<String> names = new LinkedHashSet<>(before.members().keySet());
    names.addAll(after.members().keySet());
    names.forEach(name -> telling.differing(name, member(before, name), member(after, name)));
    return Optional.of(telling.changes);
  }

  /// What a few members were before, and in `after` what all are: of objects, only those members
  /// that are in both.
  static Optional<List<Change>> former(Json before, Json after) {
    if (before.kind() != Json.Kind.OBJECT) {
      return Optional.empty();
    }
    var telling = new Telling();
    telling.formerly("", before, after);
    return Optional.of(telling.changes);
  }

  private void formerly(String path, Json before, Json after) {
    before
        .members()
        .forEach((name, was) -> {
          Json is = member(after, name);
          boolean inside = was.kind() == Json.Kind.OBJECT && is.kind() == Json.Kind.OBJECT;
          if (inside) {
            formerly(path + name + ".", was, is);
          } else {
            differing(path + name, was, is);
          }
        });
  }

  /// An object whose leaves are pairs, such as `{"title": {"from": "a", "to": "b"}}`. Where the
  /// name of the second is not in a pair, `now` knows what is there.
  static Optional<List<Change>> pairs(Json told, String from, String to, Now now) {
    if (told.kind() != Json.Kind.OBJECT) {
      return Optional.empty();
    }
    var telling = new Telling();
    telling.pair("", told, Map.entry(from, to), now);
    boolean unread = telling.changes.isEmpty() && !told.members().isEmpty();
    return unread ? Optional.empty() : Optional.of(telling.changes);
  }

  /// What is at a path at present.
  @FunctionalInterface
  interface Now {
    Optional<Json> at(String path);
  }

  private void pair(String path, Json told, Map.Entry<String, String> names, Now now) {
    Map<String, Json> members = told.members();
    Json before = members.get(names.getKey());
    Json after = members.get(names.getValue());
    if (!path.isEmpty() && (before != null || after != null)) {
      Optional<Json> is = after == null ? now.at(path) : Optional.of(after);
      changes.add(
          new Change(path, Optional.ofNullable(before).map(Json::written), is.map(Json::written)));
      return;
    }
    String above = path.isEmpty() ? "" : path + ".";
    members.forEach((name, inner) -> pair(above + name, inner, names, now));
  }

  private void differing(String path, Json before, Json after) {
    if (!before.written().equals(after.written())) {
      changes.add(new Change(path, text(before), text(after)));
    }
  }

  private static Optional<String> text(Json value) {
    return value == Json.NOTHING ? Optional.empty() : Optional.of(value.written());
  }

  private static Json member(Json value, String name) {
    return value.members().getOrDefault(name, Json.NOTHING);
  }
}
