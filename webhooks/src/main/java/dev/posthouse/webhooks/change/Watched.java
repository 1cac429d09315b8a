package dev.posthouse.webhooks.change;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.webhooks.Sha256;
import dev.posthouse.webhooks.body.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The fields of a snapshot that are watched for changes, compiled. For any number of threads.
///
/// Fields are paths of names with full stops between, such as `shipping_address` or
/// `line_items[].sku`; `[]` may stand after the name of an array and says nothing more. A field is
/// compared with all that is in it. Arrays on the way, and within, are compared as lists unless it
/// is said otherwise of their paths. Numbers are compared by value, and a member that is null
/// counts as missing, for providers write both for nothing.
public final class Watched {
  /// The bytes of [#hash].
  public static final int HASH = 16;

  /// If there are more differences, only the outermost fields are told.
  static final int MOST_CHANGES = 100;

  private static final int MOST_FIELDS = 100;

  private final List<String> fields;
  private final Map<String, Items> arrays;
  private final FieldTree tree;
  private final Canonical canonical;

  private Watched(
      List<String> fields, Map<String, Items> arrays, FieldTree tree, Canonical canonical) {
    this.fields = fields;
    this.arrays = arrays;
    this.tree = tree;
    this.canonical = canonical;
  }

  /// @param arrays how the items of an array are told apart, by its path
  /// @param nullsCount whether a member that is null differs from one that is missing
  /// @throws IllegalArgumentException if a path is none, or there are none or more than a hundred
  public static Watched fields(List<String> fields, Map<String, Items> arrays, boolean nullsCount) {
    if (fields.isEmpty() || fields.size() > MOST_FIELDS) {
      throw new IllegalArgumentException(
          "1 to " + MOST_FIELDS + " fields can be watched, not " + fields.size());
    }
    return new Watched(
        List.copyOf(fields),
        Map.copyOf(arrays),
        FieldTree.of(fields, arrays, true),
        new Canonical(nullsCount));
  }

  public static Watched fields(String... fields) {
    return fields(List.of(fields), Map.of(), false);
  }

  /// Some of these fields, compared in the same way.
  public Watched only(List<String> some) {
    return new Watched(List.copyOf(some), arrays, FieldTree.of(some, arrays, false), canonical);
  }

  /// As they were given.
  public List<String> fields() {
    return fields;
  }

  /// What stands for the state of the watched fields: the same for snapshots that do not differ.
  ///
  /// @param salt what the hash is of, so that no two subjects have the same for the same state
  public byte[] hash(Json snapshot, byte[] salt) {
    byte[] state = canonical.text(snapshot, tree).getBytes(UTF_8);
    return Arrays.copyOf(Sha256.of(salt, state), HASH);
  }

  /// The watched part of a snapshot, as it was written.
  public String values(Json snapshot) {
    return new Projection(canonical).text(snapshot, tree);
  }

  /// Whether two snapshots differ in anything that is watched.
  public boolean differ(Json before, Json after) {
    return !canonical.text(before, tree).equals(canonical.text(after, tree));
  }

  /// Whether a change that somebody else tells of is in one of the fields, or around it: by names
  /// alone, whatever item of an array it is in.
  public boolean touchedBy(Change told) {
    String names = told.path().replaceAll("\\[[^\\]]*\\]", "");
    return tree.watches(List.of(names.split("\\.")));
  }

  /// What differs, in the order of the fields' names.
  ///
  /// @param before and `after`: snapshots, or what [#values] made of them
  public List<Change> changes(Json before, Json after) {
    var fine = new Differences(canonical, MOST_CHANGES);
    fine.compare("", before, after, tree);
    return fine.tooMany() ? outermost(before, after) : List.copyOf(fine.found());
  }

  private List<Change> outermost(Json before, Json after) {
    List<Change> changes = new ArrayList<>();
    for (String name : tree.names(List.of())) {
      FieldTree field = tree.child(name);
      Json old = Canonical.member(before, name);
      Json now = Canonical.member(after, name);
      if (!canonical.text(old, field).equals(canonical.text(now, field))) {
        changes.add(new Change(name, part(old, field), part(now, field)));
      }
    }
    return changes;
  }

  private Optional<String> part(Json value, FieldTree field) {
    return value == Json.NOTHING
        ? Optional.empty()
        : Optional.of(new Projection(canonical).text(value, field));
  }
}
