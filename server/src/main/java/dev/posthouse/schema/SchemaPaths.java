package dev.posthouse.schema;

import dev.posthouse.json.Spelling;
import dev.posthouse.rule.Patterns;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Which fields the data of a schema can have, as far as it says.
final class SchemaPaths {
  /// A name that was written one level too high is looked for this deep.
  private static final int SEARCHED = 4;

  private static final List<String> ALTERNATIVES = List.of("allOf", "anyOf", "oneOf");
  private static final List<String> BRANCHES = List.of("then", "else");

  private final SchemaTree tree;

  SchemaPaths(SchemaTree tree) {
    this.tree = tree;
  }

  /// Whether a field may be there: it is described, or covered by a rule for further fields, or
  /// stands where nothing at all is said.
  boolean knows(List<String> path) {
    List<JsonNode> here = List.of(tree.root());
    for (String name : path) {
      List<JsonNode> all = unfolded(here);
      if (saysNothing(all)) {
        return true;
      }
      here = below(all, name);
      if (here.isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /// What may be meant by a path that is not known.
  Optional<String> suggestion(List<String> path) {
    List<JsonNode> here = List.of(tree.root());
    for (int i = 0; i < path.size(); i++) {
      List<JsonNode> all = unfolded(here);
      here = below(all, path.get(i));
      if (here.isEmpty()) {
        List<String> before = path.subList(0, i);
        List<String> after = path.subList(i + 1, path.size());
        return Spelling.nearest(path.get(i), names(all))
            .map(name -> joined(before, List.of(name), after))
            .or(() -> deeper(all, before, path.subList(before.size(), path.size()), SEARCHED));
      }
    }
    return Optional.empty();
  }

  /// The names of the fields that are described at a place of the data.
  Set<String> namesAt(List<String> path) {
    List<JsonNode> here = List.of(tree.root());
    for (String name : path) {
      here = below(unfolded(here), name);
    }
    return names(unfolded(here));
  }

  /// The same path, but one or more levels below.
  private Optional<String> deeper(
      List<JsonNode> all, List<String> before, List<String> path, int levels) {
    if (levels == 0) {
      return Optional.empty();
    }
    for (String name : names(all)) {
      List<JsonNode> inside = unfolded(below(all, name));
      List<String> place = new ArrayList<>(before);
      place.add(name);
      Optional<String> found =
          names(inside).contains(path.getFirst())
              ? Optional.of(joined(place, path, List.of()))
              : deeper(inside, place, path, levels - 1);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static String joined(List<String> first, List<String> second, List<String> third) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    all.addAll(third);
    return String.join(".", all);
  }

  private static Set<String> names(List<JsonNode> all) {
    Set<String> names = new LinkedHashSet<>();
    all.forEach(schema -> names.addAll(schema.path("properties").propertyNames()));
    return names;
  }

  /// With all that apply to the same value.
  private List<JsonNode> unfolded(List<JsonNode> schemas) {
    List<JsonNode> all = new ArrayList<>();
    schemas.forEach(schema -> unfold(schema, all));
    return all;
  }

  private void unfold(JsonNode schema, List<JsonNode> all) {
    all.add(schema);
    if (!schema.isObject()) {
      return;
    }
    tree.referred(schema).ifPresent(target -> unfold(target, all));
    ALTERNATIVES.forEach(name -> schema.path(name).forEach(each -> unfold(each, all)));
    BRANCHES.forEach(name -> schema.optional(name).ifPresent(branch -> unfold(branch, all)));
    schema.path("dependentSchemas").forEach(each -> unfold(each, all));
  }

  private static List<JsonNode> below(List<JsonNode> all, String name) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode schema : all) {
      if (isIndex(name)) {
        schema.path("prefixItems").forEach(found::add);
        schema.optional("items").ifPresent(found::add);
      }
      Optional<JsonNode> described = schema.path("properties").optional(name);
      described.or(() -> further(schema, name)).ifPresent(found::add);
    }
    return found;
  }

  private static boolean isIndex(String name) {
    return !name.isEmpty() && name.chars().allMatch(Character::isDigit);
  }

  /// Described by a rule for fields that are not named.
  private static Optional<JsonNode> further(JsonNode schema, String name) {
    JsonNode patterns = schema.path("patternProperties");
    return patterns.propertyNames().stream()
        .filter(pattern -> Patterns.find(name, pattern))
        .findFirst()
        .map(patterns::get)
        .or(() -> open(schema, "additionalProperties"))
        .or(() -> open(schema, "unevaluatedProperties"));
  }

  private static Optional<JsonNode> open(JsonNode schema, String keyword) {
    return schema.optional(keyword).filter(rest -> !rest.isBoolean() || rest.booleanValue());
  }

  private static boolean saysNothing(List<JsonNode> all) {
    return all.stream().allMatch(SchemaPaths::saysNothing);
  }

  private static boolean saysNothing(JsonNode schema) {
    return !schema.isObject()
        ? schema.asBoolean(true)
        : !schema.has("properties")
            && !schema.has("patternProperties")
            && !schema.has("additionalProperties")
            && !schema.has("unevaluatedProperties")
            && !schema.has("items")
            && !schema.has("prefixItems")
            && !schema.has("enum")
            && !schema.has("const")
            && mayHaveFields(schema.path("type"));
  }

  private static boolean mayHaveFields(JsonNode type) {
    if (type.isArray()) {
      return type.valueStream().anyMatch(SchemaPaths::mayHaveFields);
    }
    return !type.isString() || Set.of("object", "array").contains(type.stringValue());
  }
}
