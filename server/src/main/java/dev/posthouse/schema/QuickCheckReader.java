package dev.posthouse.schema;

import com.google.re2j.Pattern;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.format.EmailFormat;
import dev.posthouse.rule.Patterns;
import dev.posthouse.schema.QuickCheck.Field;
import dev.posthouse.schema.QuickCheck.Kind;
import dev.posthouse.schema.QuickCheck.Numbers;
import dev.posthouse.schema.QuickCheck.Texts;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Makes a [QuickCheck] of a schema that uses the usual keywords alone.
final class QuickCheckReader {
  private static final Set<String> KNOWN =
      Set.of(
          "type",
          "properties",
          "required",
          "additionalProperties",
          "items",
          "minItems",
          "maxItems",
          "enum",
          "minLength",
          "maxLength",
          "pattern",
          "format",
          "minimum",
          "maximum",
          "exclusiveMinimum",
          "exclusiveMaximum");

  /// Say nothing about a value.
  private static final Set<String> SILENT =
      Set.of(
          "$schema",
          "$id",
          "$defs",
          "$comment",
          "title",
          "description",
          "default",
          "examples",
          "deprecated",
          "readOnly",
          "writeOnly");

  private static final Pattern DATE =
      Pattern.compile("\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])");
  private static final Pattern TIME =
      Pattern.compile(
          "\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
              + "(\\.\\d{1,9})?(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9])");
  private static final EmailFormat EMAIL = new EmailFormat();
  private static final QuickCheck ANY =
      new QuickCheck(
          EnumSet.allOf(Kind.class),
          Map.of(),
          0,
          null,
          null,
          0,
          Integer.MAX_VALUE,
          new Texts(null, 0, Integer.MAX_VALUE, null, null),
          Numbers.ANY);
  private static final QuickCheck NOTHING =
      new QuickCheck(
          EnumSet.noneOf(Kind.class),
          Map.of(),
          0,
          null,
          null,
          0,
          0,
          new Texts(null, 0, 0, null, null),
          Numbers.ANY);

  private final SchemaTree tree;

  private QuickCheckReader(SchemaTree tree) {
    this.tree = tree;
  }

  /// Empty if the schema uses other keywords, or numbers that are no doubles.
  static Optional<QuickCheck> read(SchemaTree tree) {
    try {
      return Optional.ofNullable(new QuickCheckReader(tree).rule(tree.root()));
    } catch (Unusual | JacksonException e) {
      return Optional.empty();
    }
  }

  private static final class Unusual extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unusual() {
      super("an unusual keyword", null, false, false);
    }
  }

  /// Null where anything fits.
  private @Nullable QuickCheck rule(JsonNode schema) {
    if (schema.isBoolean()) {
      return schema.booleanValue() ? null : NOTHING;
    }
    Optional<JsonNode> target = tree.referred(schema);
    for (String name : schema.propertyNames()) {
      boolean known = target.isPresent() ? name.equals("$ref") : KNOWN.contains(name);
      if (!known && !SILENT.contains(name)) {
        throw new Unusual();
      }
    }
    return target.isPresent() ? rule(target.get()) : described(schema);
  }

  private QuickCheck described(JsonNode schema) {
    JsonNode others = schema.get("additionalProperties");
    QuickCheck further = others == null ? null : rule(others);
    Map<String, Field> fields = fields(schema, further);
    JsonNode items = schema.get("items");
    return new QuickCheck(
        kinds(schema),
        fields,
        (int) fields.values().stream().filter(Field::required).count(),
        further,
        items == null ? null : rule(items),
        whole(schema, "minItems", 0),
        whole(schema, "maxItems", Integer.MAX_VALUE),
        texts(schema),
        numbers(schema));
  }

  private Map<String, Field> fields(JsonNode schema, @Nullable QuickCheck further) {
    Set<String> required = new HashSet<>();
    schema.path("required").forEach(name -> required.add(name.stringValue()));
    var fields = new HashMap<String, Field>();
    for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
      QuickCheck rule = rule(field.getValue());
      fields.put(
          field.getKey(), new Field(rule == null ? ANY : rule, required.contains(field.getKey())));
    }
    required.forEach(
        name -> fields.putIfAbsent(name, new Field(further == null ? ANY : further, true)));
    return fields;
  }

  private static EnumSet<Kind> kinds(JsonNode schema) {
    JsonNode type = schema.get("type");
    var kinds = type == null ? EnumSet.allOf(Kind.class) : EnumSet.noneOf(Kind.class);
    if (type != null && type.isArray()) {
      type.forEach(one -> kinds.addAll(kinds(one.stringValue())));
    } else if (type != null) {
      kinds.addAll(kinds(type.stringValue()));
    }
    if (schema.has("enum")) {
      // Only texts are compared; so only they are certain.
      kinds.retainAll(EnumSet.of(Kind.TEXT));
    }
    return kinds;
  }

  private static Set<Kind> kinds(String type) {
    return switch (type) {
      case "object" -> EnumSet.of(Kind.OBJECT);
      case "array" -> EnumSet.of(Kind.LIST);
      case "string" -> EnumSet.of(Kind.TEXT);
      case "integer" -> EnumSet.of(Kind.WHOLE);
      case "number" -> EnumSet.of(Kind.WHOLE, Kind.FRACTION);
      case "boolean" -> EnumSet.of(Kind.BOOLEAN);
      case "null" -> EnumSet.of(Kind.NULL);
      default -> throw new Unusual();
    };
  }

  private static int whole(JsonNode schema, String keyword, int otherwise) {
    JsonNode value = schema.get(keyword);
    if (value != null && !value.canConvertToInt()) {
      throw new Unusual();
    }
    return value == null ? otherwise : value.intValue();
  }

  private static Texts texts(JsonNode schema) {
    JsonNode choices = schema.get("enum");
    Set<String> texts = new HashSet<>();
    if (choices != null) {
      choices.valueStream().filter(JsonNode::isString).forEach(c -> texts.add(c.stringValue()));
    }
    JsonNode pattern = schema.get("pattern");
    return new Texts(
        choices == null ? null : texts,
        whole(schema, "minLength", 0),
        whole(schema, "maxLength", Integer.MAX_VALUE),
        pattern == null ? null : Patterns.compile(pattern.stringValue()),
        formed(schema.path("format").asString("")));
  }

  private static @Nullable Predicate<String> formed(String format) {
    return switch (format) {
      case "" -> null;
      case "date" -> text -> DATE.matches(text);
      case "date-time" -> text -> TIME.matches(text);
      case "email" -> text -> EMAIL.matches(new ExecutionContext(), text);
      default -> throw new Unusual();
    };
  }

  private static Numbers numbers(JsonNode schema) {
    JsonNode least = schema.get("minimum");
    JsonNode over = schema.get("exclusiveMinimum");
    JsonNode most = schema.get("maximum");
    JsonNode under = schema.get("exclusiveMaximum");
    if ((least != null && over != null) || (most != null && under != null)) {
      throw new Unusual();
    } else if (least == null && over == null && most == null && under == null) {
      return Numbers.ANY;
    }
    JsonNode low = least == null ? over : least;
    JsonNode high = most == null ? under : most;
    return new Numbers(
        low == null ? Double.NEGATIVE_INFINITY : low.doubleValue(),
        over != null || !exact(low),
        high == null ? Double.POSITIVE_INFINITY : high.doubleValue(),
        under != null || !exact(high));
  }

  private static boolean exact(@Nullable JsonNode bound) {
    return bound == null
        || (bound.canConvertToExactIntegral() && Math.abs(bound.doubleValue()) < Numbers.EXACT);
  }
}
