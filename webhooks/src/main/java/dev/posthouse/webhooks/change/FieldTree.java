package dev.posthouse.webhooks.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The watched fields as a tree of names. Below a field that is watched whole there stand only
/// those names that say how arrays are compared.
final class FieldTree {
  private static final Pattern NAME = Pattern.compile("[^.\\[\\]\\s\"\\\\]+");
  private static final int LONGEST = 200;

  /// What is below a name of which nothing more is said.
  static final FieldTree WHOLE = all();

  /// Where nothing is watched.
  static final FieldTree NONE = new FieldTree();

  private final Map<String, FieldTree> children = new TreeMap<>();
  private boolean whole;
  private Items items = Items.LIST;

  /// @param strict whether arrays outside the fields are refused; else they are passed over
  static FieldTree of(List<String> fields, Map<String, Items> arrays, boolean strict) {
    var root = new FieldTree();
    for (String field : fields) {
      root.at(names(field)).whole = true;
    }
    arrays.forEach((path, items) -> {
      List<String> names = names(path);
      if (root.watches(names)) {
        root.at(names).items = items;
      } else if (strict) {
        throw new IllegalArgumentException(
            "\"" + path + "\" is no watched field, nor on the way to one");
      }
    });
    root.inherit(false);
    return root;
  }

  /// The names of a path. A `[]` after a name says that an array is walked through there, which is
  /// done anyhow.
  ///
  /// @throws IllegalArgumentException if it is none
  static List<String> names(String path) {
    var names = new ArrayList<String>();
    for (String part : path.split("\\.", -1)) {
      String name = part.endsWith("[]") ? part.substring(0, part.length() - 2) : part;
      if (path.length() > LONGEST || !NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "\""
                + path
                + "\" is no path; write names with full stops between, such as"
                + " shipping_address.zip or line_items[].sku");
      }
      names.add(name);
    }
    return names;
  }

  private FieldTree at(List<String> names) {
    FieldTree here = this;
    for (String name : names) {
      here = here.children.computeIfAbsent(name, n -> new FieldTree());
    }
    return here;
  }

  /// Whether a path leads into a watched field, or to one.
  boolean watches(List<String> names) {
    FieldTree here = this;
    for (String name : names) {
      FieldTree next = here.children.get(name);
      if (here.whole || next == null) {
        return here.whole;
      }
      here = next;
    }
    return true;
  }

  boolean whole() {
    return whole;
  }

  Items items() {
    return items;
  }

  /// Names that are looked at: all that a value has where it is watched whole.
  Iterable<String> names(Iterable<String> there) {
    return whole ? there : children.keySet();
  }

  /// What is below a name; [#NONE] if nothing of it is watched.
  FieldTree child(String name) {
    return children.getOrDefault(name, whole ? WHOLE : NONE);
  }

  private void inherit(boolean fromAbove) {
    whole |= fromAbove;
    children.values().forEach(child -> child.inherit(whole));
  }

  private static FieldTree all() {
    var all = new FieldTree();
    all.whole = true;
    return all;
  }
}
