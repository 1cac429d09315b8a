package dev.posthouse.json;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// JSON as RFC 8259 has it, in UTF-8, read strictly: no duplicate keys, nothing after the value, at
/// most [#MOST_LEVELS] levels. Fractions keep their digits.
public final class Json {
  /// Deeper trees cost stack in every reader after us, and no business event needs them.
  public static final int MOST_LEVELS = 100;

  /// A text may be as long as a whole body; the body's own limit bounds it.
  private static final int LONGEST_TEXT = 64 << 20;

  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MOST_LEVELS)
                  .maxStringLength(LONGEST_TEXT)
                  .build())
          .build();

  private static final JsonMapper MAPPER =
      JsonMapper.builder(FACTORY)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private static final Pattern WHERE_LIMIT_IS_SET = Pattern.compile(",? from `[^`]*`");
  private static final Pattern CHARACTER_CODE = Pattern.compile(" \\(code \\d+[^)]*\\)");

  private Json() {}

  /// @throws Malformed if it is not one JSON value
  public static JsonNode parse(byte[] bytes) {
    return parse(bytes, 0, bytes.length);
  }

  /// @throws Malformed if the part is not one JSON value; places count from its beginning
  public static JsonNode parse(byte[] bytes, int from, int length) {
    int skip = startsWithMark(bytes, from, length) ? BYTE_ORDER_MARK.length : 0;
    try (JsonParser parser = parser(bytes, from + skip, length - skip)) {
      JsonNode node = tree(parser);
      if (node == null || node.isMissingNode()) {
        throw new Malformed("nothing is here; a JSON value is expected", 1, 1);
      }
      return node;
    } catch (JacksonException e) {
      throw malformed(e);
    }
  }

  /// Jackson lets the exception of a number's own reader through.
  private static @Nullable JsonNode tree(JsonParser parser) {
    try {
      return MAPPER.readTree(parser);
    } catch (NumberFormatException e) {
      var place = parser.currentTokenLocation();
      throw new Malformed(
          "a number is too large or too small to be read", place.getLineNr(), place.getColumnNr());
    }
  }

  /// The same strict rules, token by token. Its exceptions are for [#malformed].
  public static JsonParser parser(byte[] bytes, int from, int length) {
    return MAPPER.createParser(bytes, from, length);
  }

  public static Malformed malformed(JacksonException e) {
    var place = e.getLocation();
    String problem = WHERE_LIMIT_IS_SET.matcher(e.getOriginalMessage()).replaceAll("");
    problem = CHARACTER_CODE.matcher(problem).replaceAll("").replaceAll("\\R.*", "");
    return new Malformed(
        problem,
        place == null ? 1 : Math.max(1, place.getLineNr()),
        place == null ? 1 : Math.max(1, place.getColumnNr()));
  }

  /// Compact UTF-8.
  public static byte[] bytes(JsonNode node) {
    return MAPPER.writeValueAsBytes(node);
  }

  public static String text(JsonNode node) {
    return MAPPER.writeValueAsString(node);
  }

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  public static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  public static JsonNode nothing() {
    return JsonNodeFactory.instance.nullNode();
  }

  private static boolean startsWithMark(byte[] bytes, int from, int length) {
    return length >= BYTE_ORDER_MARK.length
        && bytes[from] == BYTE_ORDER_MARK[0]
        && bytes[from + 1] == BYTE_ORDER_MARK[1]
        && bytes[from + 2] == BYTE_ORDER_MARK[2];
  }
}
