package dev.posthouse.rule;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.values.NullValue;
import dev.posthouse.json.Json;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;

/// Reads an event's data for CEL. Whole numbers become `int`, beyond that `uint`, beyond that
/// `double`, like all fractions. Duplicate keys were refused when the event came, so they are not
/// looked for again.
final class DataReader {
  /// The size of an event's data is bounded when it is accepted.
  private static final int ANY_LENGTH = Integer.MAX_VALUE;

  private static final int UNSIGNED_BITS = 64;

  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Json.MOST_LEVELS)
                  .maxStringLength(ANY_LENGTH)
                  .maxNameLength(ANY_LENGTH)
                  .build())
          .build();

  private DataReader() {}

  /// @throws JacksonException if it is not one JSON value
  static Object read(byte[] bytes) {
    return read(bytes, DataReader::value);
  }

  /// @param reader is given the first token
  static <T> T read(byte[] bytes, BiFunction<JsonParser, JsonToken, T> reader) {
    try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
      JsonToken first = json.nextToken();
      if (first == null) {
        throw new StreamReadException(json, "nothing is here");
      }
      T value = reader.apply(json, first);
      if (json.nextToken() != null) {
        throw new StreamReadException(json, "something follows the value");
      }
      return value;
    }
  }

  private static Object value(JsonParser json, JsonToken token) {
    return switch (token) {
      case START_OBJECT -> object(json);
      case START_ARRAY -> list(json);
      default -> scalar(json, token);
    };
  }

  /// A value that is neither object nor list.
  static Object scalar(JsonParser json, JsonToken token) {
    return switch (token) {
      case VALUE_STRING -> json.getString();
      case VALUE_NUMBER_INT -> whole(json);
      case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> NullValue.NULL_VALUE;
      case START_OBJECT,
          START_ARRAY,
          END_OBJECT,
          END_ARRAY,
          PROPERTY_NAME,
          VALUE_EMBEDDED_OBJECT,
          NOT_AVAILABLE ->
          throw new IllegalStateException("a JSON value cannot begin with " + token);
    };
  }

  private static DataObject object(JsonParser json) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      fields.put(name, value(json, json.nextToken()));
    }
    return new DataObject(fields);
  }

  private static DataList list(JsonParser json) {
    List<Object> items = new ArrayList<>();
    for (JsonToken token = json.nextToken();
        token != JsonToken.END_ARRAY;
        token = json.nextToken()) {
      items.add(value(json, token));
    }
    return new DataList(items);
  }

  private static Object whole(JsonParser json) {
    return switch (json.getNumberType()) {
      case INT, LONG -> json.getLongValue();
      case BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> beyond(json.getBigIntegerValue());
    };
  }

  private static Object beyond(BigInteger number) {
    return number.signum() > 0 && number.bitLength() <= UNSIGNED_BITS
        ? UnsignedLong.valueOf(number)
        : (Object) number.doubleValue();
  }
}
