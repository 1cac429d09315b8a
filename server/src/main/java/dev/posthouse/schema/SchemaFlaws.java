package dev.posthouse.schema;

import com.networknt.schema.Error;
import dev.posthouse.event.Flaw;
import dev.posthouse.json.Pointers;
import dev.posthouse.json.Spelling;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What the library finds wrong with data, in our words and without the values: those are the
/// sender's.
final class SchemaFlaws {
  private static final int CHOICES_SHOWN = 10;

  private final SchemaPaths paths;
  private final Errors errors = new Errors();

  SchemaFlaws(SchemaPaths paths) {
    this.paths = paths;
  }

  /// Where the library puts its errors; it is told to stop when there are more than enough.
  List<Error> errors() {
    return errors;
  }

  List<Flaw> flaws() {
    return flaws(errors, paths);
  }

  static List<Flaw> of(List<Error> errors) {
    return flaws(errors, null);
  }

  private static List<Flaw> flaws(List<Error> errors, @Nullable SchemaPaths paths) {
    return errors.stream()
        .limit(Errors.MOST)
        .map(error -> flaw(error, paths))
        .distinct()
        .limit(Schema.MOST_FLAWS)
        .toList();
  }

  /// Ends a check that has found enough. Carries no stack: it is no defect.
  static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1;

    Enough() {
      super("enough is wrong", null, false, false);
    }
  }

  private static final class Errors extends ArrayList<Error> {
    private static final long serialVersionUID = 1;

    /// Several errors may make one flaw: those of alternatives are often alike.
    static final int MOST = 10 * Schema.MOST_FLAWS;

    @Override
    public boolean add(Error error) {
      if (size() >= MOST) {
        throw new Enough();
      }
      return super.add(error);
    }

    @Override
    public boolean addAll(Collection<? extends Error> more) {
      more.forEach(this::add);
      return !more.isEmpty();
    }
  }

  private static Flaw flaw(Error error, @Nullable SchemaPaths paths) {
    String place = error.getInstanceLocation().toString();
    String name = error.getProperty();
    return switch (error.getKeyword()) {
      case "required" -> new Flaw(Pointers.child(place, name), "is missing");
      case "additionalProperties", "unevaluatedProperties" ->
          new Flaw(
              name == null ? place : Pointers.child(place, name),
              "is not a field that the schema knows" + hint(error, paths));
      case "propertyNames" ->
          new Flaw(Pointers.child(place, name), "is not a name for a field: it " + name(error));
      default -> new Flaw(place, message(error));
    };
  }

  private static String hint(Error error, @Nullable SchemaPaths paths) {
    String name = error.getProperty();
    if (paths == null || name == null) {
      return "";
    }
    var place = error.getInstanceLocation();
    List<String> path = IntStream.range(0, place.getNameCount()).mapToObj(place::getName).toList();
    return Spelling.hint(name, paths.namesAt(path));
  }

  private static String message(Error error) {
    JsonNode rule = error.getSchemaNode();
    String value = rule == null ? "" : rule.asString("");
    return switch (error.getKeyword()) {
      case "type" -> "must be " + types(rule) + ", not " + kind(error.getInstanceNode());
      case "enum" -> "must be one of " + choices(rule);
      case "const" -> "must be " + rule;
      case "minimum" -> "must be at least " + value;
      case "maximum" -> "must be at most " + value;
      case "exclusiveMinimum" -> "must be more than " + value;
      case "exclusiveMaximum" -> "must be less than " + value;
      case "multipleOf" -> "must be a multiple of " + value;
      case "minLength" -> "must have at least " + value + " characters";
      case "maxLength" -> "must have at most " + value + " characters";
      case "pattern" -> "must match the regular expression " + value;
      case "format" -> "must be " + format(value);
      case "minItems" -> "must have at least " + value + " items";
      case "maxItems" -> "must have at most " + value + " items";
      case "uniqueItems" -> "must not hold the same item twice";
      case "minProperties" -> "must have at least " + value + " fields";
      case "maxProperties" -> "must have at most " + value + " fields";
      case "oneOf" -> "must fit exactly one of " + size(rule) + " alternatives";
      case "not" -> "must not be what the schema excludes";
      case "false" -> "must not be there";
      default -> error.getMessage();
    };
  }

  private static String name(Error error) {
    JsonNode rule = error.getSchemaNode();
    if (rule != null && rule.has("format")) {
      return "must be " + format(rule.get("format").asString(""));
    }
    return rule != null && rule.has("pattern")
        ? "must match the regular expression " + rule.get("pattern").asString("")
        : "is excluded by the schema";
  }

  private static int size(@Nullable JsonNode rule) {
    return rule == null ? 0 : rule.size();
  }

  private static String types(@Nullable JsonNode rule) {
    if (rule == null) {
      return "of another type";
    }
    return rule.isArray()
        ? rule.valueStream().map(SchemaFlaws::type).collect(Collectors.joining(" or "))
        : type(rule);
  }

  private static String type(JsonNode name) {
    return switch (name.asString("")) {
      case "object" -> "an object";
      case "array" -> "a list";
      case "string" -> "a text";
      case "number" -> "a number";
      case "integer" -> "a whole number";
      case "boolean" -> "true or false";
      default -> name.asString("");
    };
  }

  private static String kind(@Nullable JsonNode node) {
    if (node == null) {
      return "absent";
    }
    return switch (node.getNodeType()) {
      case ARRAY -> "a list";
      case OBJECT -> "an object";
      case STRING -> "a text";
      case BOOLEAN -> "true or false";
      case NUMBER -> node.canConvertToExactIntegral() ? "a number" : "a fraction";
      case NULL -> "null";
      case BINARY, MISSING, POJO -> node.getNodeType().name();
    };
  }

  private static String choices(@Nullable JsonNode rule) {
    if (rule == null) {
      return "a few values";
    }
    String shown =
        rule.valueStream()
            .limit(CHOICES_SHOWN)
            .map(choice -> choice.isString() ? choice.stringValue() : choice.toString())
            .collect(Collectors.joining(", "));
    return rule.size() > CHOICES_SHOWN ? shown + ", …" : shown;
  }

  private static String format(String name) {
    return switch (name) {
      case "date" -> "a date, such as 2026-03-01";
      case "date-time" -> "a time with its offset, such as 2026-03-01T09:30:00Z";
      case "time" -> "a time of day with its offset, such as 09:30:00Z";
      case "duration" -> "a duration of ISO 8601, such as P3D";
      case "email" -> "an e-mail address, such as name@example.com";
      case "uri" -> "a URI, such as https://example.com/orders/1";
      case "uuid" -> "a UUID, such as 0f8fad5b-d9cb-469f-a165-70867728950e";
      default -> "of the format " + name;
    };
  }
}
