package dev.posthouse.schema;

import dev.posthouse.event.Flaw;
import dev.posthouse.json.Pointers;
import dev.posthouse.json.Spelling;
import dev.posthouse.rule.Patterns;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// A schema as the tree of schemas that it is made of, with the references between them. Finds what
/// a schema that is well-formed must not do here: refer outside itself, lead back to itself, grow
/// without bound, ask for expressions that could take forever.
final class SchemaTree {
  /// Schemas met on the way through one, each reference followed each time: a short text can unfold
  /// to more than any check has time for.
  static final int UNFOLDED_LIMIT = 10_000;

  /// Schemas inside schemas, references followed. Checking takes stack for each.
  static final int DEPTH_LIMIT = 50;

  static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

  private static final Set<String> MAPS =
      Set.of("properties", "patternProperties", "dependentSchemas", "$defs", "definitions");
  private static final Set<String> STORES = Set.of("$defs", "definitions");
  private static final Set<String> LISTS = Set.of("allOf", "anyOf", "oneOf", "prefixItems");
  private static final Set<String> SINGLES =
      Set.of(
          "additionalProperties",
          "items",
          "contains",
          "not",
          "if",
          "then",
          "else",
          "propertyNames",
          "unevaluatedItems",
          "unevaluatedProperties",
          "contentSchema");
  private static final Set<String> MOVING =
      Set.of("$dynamicRef", "$dynamicAnchor", "$recursiveRef", "$recursiveAnchor", "$anchor");

  private final Map<String, Place> places = new LinkedHashMap<>();
  private final List<Flaw> flaws = new ArrayList<>();
  private final Map<String, Weight> weights = new HashMap<>();
  private final Set<String> open = new HashSet<>();

  /// One schema of the tree.
  ///
  /// @param below the schemas that apply through it, by pointer, that of its reference included
  record Place(JsonNode node, List<String> below) {}

  /// What a schema unfolds to.
  private record Weight(long size, int depth) {}

  SchemaTree(JsonNode root) {
    walk("", root);
    follow();
    if (flaws.isEmpty()) {
      weigh();
    }
  }

  /// Everything that is wrong, with pointers that begin at the root.
  List<Flaw> flaws() {
    return flaws;
  }

  JsonNode root() {
    return node("");
  }

  /// How many schemas it is made of when its references are followed.
  long unfolded() {
    Weight weight = weights.get("");
    return weight == null ? UNFOLDED_LIMIT : weight.size();
  }

  private JsonNode node(String pointer) {
    Place place = places.get(pointer);
    if (place == null) {
      throw new IllegalStateException("the schema has no place " + pointer);
    }
    return place.node();
  }

  /// Where the reference of a schema leads; empty if it has none.
  Optional<JsonNode> referred(JsonNode schema) {
    return schema.optional("$ref").map(ref -> node(ref.stringValue().substring(1)));
  }

  private void walk(String pointer, JsonNode schema) {
    List<String> below = new ArrayList<>();
    places.put(pointer, new Place(schema, below));
    if (schema.isObject()) {
      rules(pointer, schema);
      for (Map.Entry<String, JsonNode> field : schema.properties()) {
        keyword(pointer, field.getKey(), field.getValue(), below);
      }
    }
  }

  private void keyword(String pointer, String name, JsonNode value, List<String> below) {
    String place = Pointers.child(pointer, name);
    if (SINGLES.contains(name)) {
      below.add(place);
      walk(place, value);
    } else if (MAPS.contains(name)) {
      for (Map.Entry<String, JsonNode> item : value.properties()) {
        String child = Pointers.child(place, item.getKey());
        if (!STORES.contains(name)) {
          below.add(child);
        }
        walk(child, item.getValue());
      }
    } else if (LISTS.contains(name)) {
      for (int i = 0; i < value.size(); i++) {
        below.add(place + "/" + i);
        walk(place + "/" + i, value.get(i));
      }
    }
  }

  private void rules(String pointer, JsonNode schema) {
    for (String name : MOVING) {
      if (schema.has(name)) {
        flaw(pointer, name, "is not taken; refer by \"$ref\": \"#/$defs/…\"");
      }
    }
    if (!pointer.isEmpty() && schema.has("$id")) {
      flaw(pointer, "$id", "may stand at the top only; leave it out here");
    }
    schema
        .optional("$schema")
        .filter(dialect -> !dialect.asString().replaceAll("#$", "").equals(DIALECT))
        .ifPresent(dialect -> flaw(pointer, "$schema", "must be \"" + DIALECT + "\""));
    schema.optional("pattern").ifPresent(text -> pattern(pointer, "pattern", text.stringValue()));
    schema
        .optional("patternProperties")
        .ifPresent(map ->
            map.propertyNames()
                .forEach(
                    text -> pattern(Pointers.child(pointer, "patternProperties"), text, text)));
  }

  private void pattern(String pointer, String name, String text) {
    Patterns.flaw(text).ifPresent(message -> flaw(pointer, name, message));
  }

  private void follow() {
    places.forEach((pointer, place) -> {
      JsonNode ref = place.node().isObject() ? place.node().get("$ref") : null;
      if (ref != null) {
        refer(pointer, ref.asString(), place.below());
      }
    });
  }

  private void refer(String pointer, String ref, List<String> below) {
    if (ref.equals("#")) {
      flaw(pointer, "$ref", "leads back to the whole; a schema may not contain itself");
    } else if (!ref.startsWith("#/") || ref.contains("%")) {
      flaw(
          pointer,
          "$ref",
          "must lead to a place in this schema, written like \"#/$defs/address\"; nothing is fetched");
    } else if (!places.containsKey(ref.substring(1))) {
      List<String> known = places.keySet().stream().map(place -> "#" + place).toList();
      flaw(pointer, "$ref", "there is no schema at \"" + ref + "\"" + Spelling.hint(ref, known));
    } else {
      below.add(ref.substring(1));
    }
  }

  private void weigh() {
    for (String pointer : places.keySet()) {
      Weight weight = weigh(pointer, 1);
      if (!flaws.isEmpty()) {
        return;
      }
      if (weight.size() > UNFOLDED_LIMIT) {
        flaw(
            pointer,
            "",
            "unfolds to more than %,d schemas when its references are followed"
                .formatted(UNFOLDED_LIMIT));
        return;
      }
    }
  }

  private Weight weigh(String pointer, int depth) {
    Weight known = weights.get(pointer);
    if (known != null && depth + known.depth() <= DEPTH_LIMIT + 1) {
      return known;
    }
    if (!open.add(pointer)) {
      flaw(pointer, "", "leads back to itself; a schema may not be recursive");
    } else if (depth > DEPTH_LIMIT) {
      flaw(pointer, "", "is nested more than %d schemas deep".formatted(DEPTH_LIMIT));
    }
    if (!flaws.isEmpty()) {
      return new Weight(1, 1);
    }
    Weight weight = sum(pointer, depth);
    open.remove(pointer);
    weights.put(pointer, weight);
    return weight;
  }

  private Weight sum(String pointer, int depth) {
    long size = 1;
    int deepest = 0;
    Place place = places.get(pointer);
    for (String child : place == null ? List.<String>of() : place.below()) {
      Weight weight = weigh(child, depth + 1);
      size = Math.min(size + weight.size(), UNFOLDED_LIMIT + 1L);
      deepest = Math.max(deepest, weight.depth());
    }
    return new Weight(size, deepest + 1);
  }

  private void flaw(String pointer, String name, String message) {
    flaws.add(new Flaw(name.isEmpty() ? pointer : Pointers.child(pointer, name), message));
  }
}
