package dev.posthouse.webhooks.body;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A JSON value (RFC 8259) together with the text it was read from: what is taken out of a body
/// keeps every digit and every space.
public final class Json {
  /// Stands where there is no value.
  public static final Json NOTHING =
      new Json(new Span(Kind.NULL, "null", 0, 4), Map.of(), List.of());

  /// The deepest nesting that is read.
  public static final int MOST_LEVELS = 100;

  /// What a value is.
  public enum Kind {
    OBJECT,
    ARRAY,
    STRING,
    NUMBER,
    BOOLEAN,
    NULL
  }

  private final Kind kind;
  private final String text;
  private final int start;
  private final int end;
  private final Map<String, Json> members;
  private final List<Json> items;

  Json(Span span, Map<String, Json> members, List<Json> items) {
    this.kind = span.kind();
    this.text = span.text();
    this.start = span.start();
    this.end = span.end();
    this.members = members;
    this.items = items;
  }

  /// Where in which text a value stands.
  record Span(Kind kind, String text, int start, int end) {}

  /// Reads a whole body of UTF-8; a byte order mark before it is passed over. Of members with the
  /// same name the last one counts.
  ///
  /// @throws Malformed if it is anything but one JSON value
  public static Json read(byte[] utf8) throws Malformed {
    String text;
    try {
      text = UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException notUtf8) {
      throw new Malformed("The body is not UTF-8");
    }
    return new JsonParser(text).whole(text.startsWith("\ufeff") ? 1 : 0);
  }

  public Kind kind() {
    return kind;
  }

  /// The value at a path of names with full stops between, such as `data.object.id`; empty if it is
  /// not there or null.
  public Optional<Json> at(String path) {
    Json here = this;
    for (String name : path.split("\\.", -1)) {
      Json next = here.members.get(name);
      if (next == null || next.kind == Kind.NULL) {
        return Optional.empty();
      }
      here = next;
    }
    return Optional.of(here);
  }

  /// The text at a path, see [#text()]; empty if nothing is there.
  public String textAt(String path) {
    return at(path).map(Json::text).orElse("");
  }

  /// The characters of a string, or a number or boolean as it was written; empty for others.
  public String text() {
    return switch (kind) {
      case STRING -> JsonParser.unescaped(text.substring(start + 1, end - 1));
      case NUMBER, BOOLEAN -> text.substring(start, end);
      case OBJECT, ARRAY, NULL -> "";
    };
  }

  /// The members of an object in the order written; none for others.
  public Map<String, Json> members() {
    return members;
  }

  /// The items of an array; none for others.
  public List<Json> items() {
    return items;
  }

  /// The items at a path; none if there is no array.
  public List<Json> itemsAt(String path) {
    return at(path).map(Json::items).orElse(List.of());
  }

  /// The value as it was written.
  public String written() {
    return text.substring(start, end);
  }

  /// The value as it was written, in UTF-8.
  public byte[] bytes() {
    return written().getBytes(UTF_8);
  }

  /// The text as a JSON string, with its quotation marks.
  public static String quoted(String text) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    text.codePoints()
        .forEach(c -> {
          if (c == '"' || c == '\\') {
            quoted.append('\\').appendCodePoint(c);
          } else if (c < ' ' || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            quoted.append(String.format("\\u%04x", c));
          } else {
            quoted.appendCodePoint(c);
          }
        });
    return quoted.append('"').toString();
  }
}
