package dev.posthouse.web;

import dev.posthouse.json.Json;
import dev.posthouse.json.Malformed;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// A strict JSON parser over a part of a body that can also hand out the very bytes of a value.
final class JsonSlices implements AutoCloseable {
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

  private final byte[] bytes;
  private final int from;
  private final JsonParser parser;

  /// Stands at the first token.
  ///
  /// @throws Malformed if there is none
  JsonSlices(byte[] bytes, int from, int length) {
    this.bytes = bytes;
    this.from = from;
    this.parser = Json.parser(bytes, from, length);
    if (next() == null) {
      throw new Malformed("nothing is here; a JSON value is expected", 1, 1);
    }
  }

  JsonToken token() {
    return parser.currentToken();
  }

  /// The next token, `null` at the end.
  @Nullable JsonToken next() {
    return strict(parser::nextToken);
  }

  /// Steps to the value of the object's next field; empty at the end of the object.
  String nextName() {
    return strict(() -> {
      if (parser.nextToken() == JsonToken.END_OBJECT) {
        return "";
      }
      String name = parser.currentName();
      parser.nextToken();
      // A field named "" would look like the end.
      return name.isEmpty() ? "\"\"" : name;
    });
  }

  /// Steps over the value.
  void skip() {
    strict(parser::skipChildren);
  }

  /// The text, number or word of a scalar.
  String scalar() {
    return strict(parser::getString);
  }

  /// The bytes of the value, as received; steps over it.
  byte[] slice() {
    return strict(() -> {
      long begin = parser.currentTokenLocation().getByteOffset();
      if (parser.currentToken().isStructStart()) {
        parser.skipChildren();
      } else {
        parser.finishToken();
      }
      long end = parser.currentLocation().getByteOffset();
      return Arrays.copyOfRange(bytes, from + (int) begin, from + (int) end);
    });
  }

  void optionalText(Draft draft, String name, Consumer<String> field) {
    if (token() != JsonToken.VALUE_NULL) {
      text(draft, name, field);
    }
  }

  void text(Draft draft, String name, Consumer<String> field) {
    if (token() == JsonToken.VALUE_STRING) {
      field.accept(scalar());
    } else {
      draft.flaw("/" + name, "must be a text, not " + kind());
      skip();
    }
  }

  /// A whole number from 1; `null` counts as absent.
  void optionalNumber(Draft draft, String name, IntConsumer field) {
    if (token() == JsonToken.VALUE_NULL) {
      return;
    }
    String text = token() == JsonToken.VALUE_NUMBER_INT ? scalar() : "";
    if (NUMBER.matcher(text).matches()) {
      field.accept(Integer.parseInt(text));
    } else {
      draft.flaw("/" + name, "must be a whole number from 1, such as 2, not " + kind());
      skip();
    }
  }

  String kind() {
    return switch (token()) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "a list";
      case VALUE_STRING -> "a text";
      default -> scalar();
    };
  }

  /// @throws Malformed if something follows the value
  void end() {
    if (next() != null) {
      var place = parser.currentTokenLocation();
      throw new Malformed(
          "something follows the end of the JSON value", place.getLineNr(), place.getColumnNr());
    }
  }

  @Override
  public void close() {
    parser.close();
  }

  private <T extends @Nullable Object> T strict(Supplier<T> step) {
    try {
      return step.get();
    } catch (JacksonException e) {
      throw Json.malformed(e);
    }
  }
}
