package dev.posthouse.webhooks.change;

import dev.posthouse.webhooks.body.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Where two values differ in what is watched: down to the watched fields, and to the items of
/// arrays.
final class Differences {
  private static final int NAME_SHOWN = 100;

  private final Canonical canonical;
  private final Projection projection;
  private final int most;
  private final List<Change> found = new ArrayList<>();

  /// @param most more are not looked for
  Differences(Canonical canonical, int most) {
    this.canonical = canonical;
    this.projection = new Projection(canonical);
    this.most = most;
  }

  List<Change> found() {
    return found;
  }

  boolean tooMany() {
    return found.size() > most;
  }

  void compare(String path, Json before, Json after, FieldTree fields) {
    boolean same = canonical.text(before, fields).equals(canonical.text(after, fields));
    if (same || tooMany()) {
      return;
    }
    if (fields.items().mode() == Items.Mode.KEYED && arrays(before, after)) {
      keyed(path, before, after, fields);
    } else if (fields.whole()) {
      add(path, before, after, fields);
    } else if (arrays(before, after)) {
      items(path, before, after, fields);
    } else if (objects(before, after)) {
      for (String name : fields.names(List.of())) {
        compare(
            path.isEmpty() ? name : path + "." + name,
            Canonical.member(before, name),
            Canonical.member(after, name),
            fields.child(name));
      }
    } else {
      add(path, before, after, fields);
    }
  }

  private void items(String path, Json before, Json after, FieldTree fields) {
    List<Json> old = before.items();
    List<Json> now = after.items();
    if (fields.items().mode() == Items.Mode.LIST) {
      for (int i = 0; i < Math.max(old.size(), now.size()); i++) {
        item(path + "[" + i + "]", at(old, i), at(now, i), fields);
      }
    } else {
      loose(path + "[]", old, now, fields);
    }
  }

  /// Items that have no place of their own: those that went, then those that came.
  private void loose(String path, List<Json> before, List<Json> after, FieldTree fields) {
    Map<String, List<Json>> now = byText(after, fields);
    for (Json item : before) {
      List<Json> same = now.getOrDefault(canonical.text(item, fields), List.of());
      if (same.isEmpty()) {
        add(path, item, Json.NOTHING, fields);
      } else if (fields.items().mode() != Items.Mode.SET) {
        same.remove(0);
      }
    }
    Map<String, List<Json>> old = byText(before, fields);
    for (Json item : after) {
      List<Json> same = old.getOrDefault(canonical.text(item, fields), List.of());
      if (same.isEmpty()) {
        add(path, Json.NOTHING, item, fields);
      } else if (fields.items().mode() != Items.Mode.SET) {
        same.remove(0);
      }
    }
  }

  private Map<String, List<Json>> byText(List<Json> items, FieldTree fields) {
    Map<String, List<Json>> byText = new LinkedHashMap<>();
    items.forEach(item ->
        byText.computeIfAbsent(canonical.text(item, fields), t -> new ArrayList<>()).add(item));
    return byText;
  }

  private void keyed(String path, Json before, Json after, FieldTree fields) {
    Map<String, List<Json>> old = byKey(before.items(), fields);
    Map<String, List<Json>> now = byKey(after.items(), fields);
    var keys = new TreeSet<>(old.keySet());
    keys.addAll(now.keySet());
    for (String key : keys) {
      List<Json> here = old.getOrDefault(key, List.of());
      List<Json> there = now.getOrDefault(key, List.of());
      String item = path + "[" + fields.items().key() + "=" + shown(key, here, there, fields) + "]";
      if (here.size() <= 1 && there.size() <= 1) {
        item(item, at(here, 0), at(there, 0), fields);
      } else {
        loose(item, here, there, fields);
      }
    }
  }

  /// An item as a whole where it came or went, or is watched whole.
  private void item(String path, Json before, Json after, FieldTree fields) {
    if (before == Json.NOTHING || after == Json.NOTHING || fields.whole()) {
      if (!canonical.text(before, fields).equals(canonical.text(after, fields))) {
        add(path, before, after, fields);
      }
    } else {
      compare(path, before, after, fields);
    }
  }

  private Map<String, List<Json>> byKey(List<Json> items, FieldTree fields) {
    Map<String, List<Json>> byKey = new LinkedHashMap<>();
    items.forEach(item ->
        byKey
            .computeIfAbsent(canonical.key(item, fields.items()), k -> new ArrayList<>())
            .add(item));
    return byKey;
  }

  private static String shown(String key, List<Json> before, List<Json> after, FieldTree fields) {
    Json item = before.isEmpty() ? after.get(0) : before.get(0);
    String name = key.isEmpty() ? "" : Canonical.member(item, fields.items().key()).text();
    return name.length() > NAME_SHOWN ? name.substring(0, NAME_SHOWN) : name;
  }

  private void add(String path, Json before, Json after, FieldTree fields) {
    found.add(new Change(path, text(before, fields), text(after, fields)));
  }

  private Optional<String> text(Json value, FieldTree fields) {
    return value == Json.NOTHING ? Optional.empty() : Optional.of(projection.text(value, fields));
  }

  private static boolean arrays(Json before, Json after) {
    return of(Json.Kind.ARRAY, before, after);
  }

  private static boolean objects(Json before, Json after) {
    return of(Json.Kind.OBJECT, before, after);
  }

  /// Whether both are of that kind, or one is and the other is nothing.
  private static boolean of(Json.Kind kind, Json before, Json after) {
    boolean some = before.kind() == kind || after.kind() == kind;
    return some && fits(kind, before) && fits(kind, after);
  }

  private static boolean fits(Json.Kind kind, Json value) {
    return value.kind() == kind || value.kind() == Json.Kind.NULL;
  }

  private static Json at(List<Json> items, int index) {
    return index < items.size() ? items.get(index) : Json.NOTHING;
  }
}
