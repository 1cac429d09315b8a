package dev.posthouse.schema;

import com.google.re2j.Pattern;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.format.Format;
import com.networknt.schema.regex.RegularExpression;
import dev.posthouse.event.Flaw;
import dev.posthouse.json.Json;
import dev.posthouse.rule.Patterns;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// JSON Schema 2020-12 as the library has it, made safe: nothing is fetched, regular expressions
/// are of the RE2 kind, whether items are unique takes time in proportion to them.
final class SchemaDialect {
  /// The size of an event's data is bounded when it is accepted.
  private static final int ANY_LENGTH = Integer.MAX_VALUE;

  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Json.MOST_LEVELS)
                  .maxStringLength(ANY_LENGTH)
                  .maxNameLength(ANY_LENGTH)
                  .build())
          .build();

  private static final JsonMapper MAPPER =
      JsonMapper.builder(FACTORY).enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private static final Dialect DIALECT =
      Dialect.builder(Dialects.getDraft202012())
          .keyword(new UniqueItems())
          .format(new AnyRegex())
          .build();

  private static final SchemaRegistryConfig CONFIG =
      SchemaRegistryConfig.builder()
          .formatAssertionsEnabled(true)
          .losslessNarrowing(true)
          .locale(Locale.ROOT)
          .regularExpressionFactory(SchemaDialect::pattern)
          .build();

  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDialect(
          DIALECT,
          registry ->
              registry
                  .schemaRegistryConfig(CONFIG)
                  .schemaCacheEnabled(false)
                  .schemaLoader(loader -> loader.fetchRemoteResources(false)));

  /// The schema of schemas, from the library's own files.
  private static final com.networknt.schema.Schema SCHEMAS =
      REGISTRY.getSchema(SchemaLocation.of(SchemaTree.DIALECT));

  private SchemaDialect() {}

  /// `"format": "regex"` asserts nothing: compiling what the data hold takes time without bounds.
  /// The patterns of schemas themselves are checked by [SchemaTree].
  private static final class AnyRegex implements Format {
    @Override
    public String getName() {
      return "regex";
    }

    @Override
    public boolean matches(ExecutionContext context, String value) {
      return true;
    }
  }

  static com.networknt.schema.Schema compile(JsonNode json) {
    com.networknt.schema.Schema compiled = REGISTRY.getSchema(json);
    compiled.initializeValidators();
    return compiled;
  }

  /// What is not a schema about it.
  static List<Flaw> flaws(JsonNode schema) {
    try {
      return SchemaFlaws.of(SCHEMAS.validate(schema));
    } catch (JacksonException | ArithmeticException e) {
      return List.of(new Flaw("", "has a number that is too large or too small to be used"));
    }
  }

  static JsonParser parser(byte[] json) {
    return FACTORY.createParser(ObjectReadContext.empty(), json);
  }

  /// Fast, for data that were read strictly before.
  static JsonNode read(byte[] json) {
    return MAPPER.readTree(json);
  }

  private static RegularExpression pattern(String text) {
    Pattern pattern = Patterns.compile(text);
    return value -> pattern.matcher(value).find();
  }
}
