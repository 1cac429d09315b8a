package dev.posthouse.schema;

import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.SchemaException;
import com.networknt.schema.ValidationLimitExceededException;
import dev.posthouse.event.Flaw;
import dev.posthouse.event.Invalid;
import dev.posthouse.json.Json;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A JSON Schema (2020-12) of an event's data, checked and compiled when it is saved; for any
/// number of threads. Nothing is ever fetched. `format` counts: a text that is no date is wrong
/// where the schema says `"format": "date"`.
public final class Schema {
  /// In bytes of JSON. The largest type of a business system has a few hundred fields.
  public static final int SIZE_LIMIT = 256 << 10;

  /// More help nobody.
  public static final int MOST_FLAWS = 20;

  /// Steps that a check may take: so many for each byte of data, and some to begin with. Honest
  /// schemas take less than one for a byte.
  private static final int STEPS_PER_BYTE = 10;

  private static final int STEPS_TO_BEGIN = 10_000;

  /// Up to here the check of any data ends soon, whatever they are.
  private static final long FEW_STEPS = 1_000_000;

  private static final Flaw UNCHECKABLE =
      new Flaw("", "has a number that is too large or too small to be checked");

  private final SchemaTree tree;
  private final SchemaPaths paths;
  private final com.networknt.schema.Schema compiled;
  private final Optional<QuickCheck> usual;

  private Schema(SchemaTree tree, com.networknt.schema.Schema compiled) {
    this.tree = tree;
    this.paths = new SchemaPaths(tree);
    this.compiled = compiled;
    this.usual = QuickCheckReader.read(tree);
  }

  /// @param pointer where the schema stands in what somebody sent; the flaws' pointers begin with
  ///   it
  /// @throws Invalid if it is not a schema, refers outside itself or to itself, or is too large
  public static Schema compile(JsonNode json, String pointer) {
    int size = Json.bytes(json).length;
    if (size > SIZE_LIMIT) {
      throw new Invalid(
          pointer, "a schema has at most %,d bytes, this has %,d".formatted(SIZE_LIMIT, size));
    }
    List<Flaw> flaws = SchemaDialect.flaws(json);
    if (!flaws.isEmpty()) {
      throw placed(flaws, pointer);
    }
    SchemaTree tree = new SchemaTree(json);
    if (!tree.flaws().isEmpty()) {
      throw placed(tree.flaws(), pointer);
    }
    try {
      return new Schema(tree, SchemaDialect.compile(withoutName(json)));
    } catch (SchemaException e) {
      throw new Invalid(pointer, "is not a JSON Schema: " + e.getMessage());
    }
  }

  /// The name of a schema is for others; to us it is no address.
  private static JsonNode withoutName(JsonNode json) {
    if (json instanceof ObjectNode object) {
      ObjectNode bare = object.deepCopy();
      bare.remove(List.of("$id", "$schema"));
      return bare;
    }
    return json;
  }

  private static Invalid placed(List<Flaw> flaws, String pointer) {
    return new Invalid(
        flaws.stream()
            .limit(MOST_FLAWS)
            .map(flaw -> new Flaw(pointer + flaw.pointer(), flaw.message()))
            .toList());
  }

  /// As it was written.
  public JsonNode json() {
    return tree.root();
  }

  /// What is wrong with data, at most [#MOST_FLAWS]; pointers begin at the data.
  ///
  /// @param json JSON without duplicate keys
  public List<Flaw> check(byte[] json) {
    try {
      return usual.isPresent() && fits(usual.get(), json)
          ? List.of()
          : check(SchemaDialect.read(json), json.length);
    } catch (JacksonException e) {
      return List.of(new Flaw("", "is not JSON that can be read"));
    } catch (NumberFormatException e) {
      return List.of(UNCHECKABLE);
    }
  }

  /// Whether data fit for certain, seen while they are being read.
  static boolean fits(QuickCheck rule, byte[] json) {
    try (JsonParser parser = SchemaDialect.parser(json)) {
      return parser.nextToken() != null && rule.fits(parser) && parser.nextToken() == null;
    }
  }

  /// For tests.
  Optional<QuickCheck> usual() {
    return usual;
  }

  public List<Flaw> check(JsonNode data) {
    return check(data, Json.bytes(data).length);
  }

  private List<Flaw> check(JsonNode data, int bytes) {
    ExecutionContext context = compiled.createExecutionContext();
    long steps = STEPS_TO_BEGIN + (long) bytes * STEPS_PER_BYTE;
    if (tree.unfolded() * bytes > FEW_STEPS) {
      context.setExecutionConfig(bounded(steps));
    }
    var found = new SchemaFlaws(paths);
    context.setErrors(found.errors());
    try {
      compiled.validate(context, data);
    } catch (SchemaFlaws.Enough e) {
      return found.flaws();
    } catch (ValidationLimitExceededException e) {
      return List.of(
          new Flaw("", "takes more than %,d steps to check; simplify the schema".formatted(steps)));
    } catch (JacksonException | ArithmeticException e) {
      return List.of(UNCHECKABLE);
    }
    return found.flaws();
  }

  private static ExecutionConfig bounded(long steps) {
    return ExecutionConfig.builder()
        .formatAssertionsEnabled(true)
        .locale(Locale.ROOT)
        .maxEvaluationSteps(steps)
        .build();
  }

  /// Whether a field may be there, such as `order`, `total`; list items are named by their index.
  /// True also where the schema leaves open what there is.
  public boolean knows(List<String> path) {
    return paths.knows(path);
  }

  /// What may be meant by a path that is not known: `order.total` for `order.totl`.
  public Optional<String> suggestion(List<String> path) {
    return paths.suggestion(path);
  }
}
