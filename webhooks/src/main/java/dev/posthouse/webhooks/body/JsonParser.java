package dev.posthouse.webhooks.body;

import dev.posthouse.webhooks.body.Json.Kind;
import dev.posthouse.webhooks.body.Json.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads one JSON text (RFC 8259), from left to right.
final class JsonParser {
  private static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9][0-9]*+)(?:\\.[0-9]++)?(?:[eE][+-]?[0-9]++)?");

  private final String text;
  private int at;
  private int level;

  JsonParser(String text) {
    this.text = text;
  }

  Json whole(int from) throws Malformed {
    at = from;
    Json value = value();
    space();
    if (at < text.length()) {
      throw wrong("something follows the value");
    }
    return value;
  }

  private Json value() throws Malformed {
    space();
    int start = at;
    return switch (peek()) {
      case '{' -> object(start);
      case '[' -> array(start);
      case '"' -> {
        string();
        yield leaf(Kind.STRING, start);
      }
      case 't' -> word("true", Kind.BOOLEAN);
      case 'f' -> word("false", Kind.BOOLEAN);
      case 'n' -> word("null", Kind.NULL);
      default -> number(start);
    };
  }

  private Json object(int start) throws Malformed {
    deeper();
    Map<String, Json> members = new LinkedHashMap<>();
    if (!closes('}')) {
      do {
        space();
        int name = at;
        string();
        String key = unescaped(text.substring(name + 1, at - 1));
        space();
        expect(':');
        members.put(key, value());
      } while (continues('}'));
    }
    level--;
    return new Json(
        new Span(Kind.OBJECT, text, start, at), Collections.unmodifiableMap(members), List.of());
  }

  private Json array(int start) throws Malformed {
    deeper();
    List<Json> items = new ArrayList<>();
    if (!closes(']')) {
      do {
        items.add(value());
      } while (continues(']'));
    }
    level--;
    return new Json(
        new Span(Kind.ARRAY, text, start, at), Map.of(), Collections.unmodifiableList(items));
  }

  private void deeper() throws Malformed {
    at++;
    level++;
    if (level > Json.MOST_LEVELS) {
      throw wrong("it is nested deeper than " + Json.MOST_LEVELS + " levels");
    }
  }

  private boolean closes(char end) throws Malformed {
    space();
    if (peek() != end) {
      return false;
    }
    at++;
    return true;
  }

  private boolean continues(char end) throws Malformed {
    if (closes(end)) {
      return false;
    }
    expect(',');
    return true;
  }

  private void string() throws Malformed {
    expect('"');
    for (char c = peek(); c != '"'; c = peek()) {
      if (c < ' ') {
        throw wrong("a control character stands in a string");
      }
      at++;
      if (c == '\\') {
        escape();
      }
    }
    at++;
  }

  private void escape() throws Malformed {
    char c = peek();
    at++;
    if (c != 'u') {
      if ("\"\\/bfnrt".indexOf(c) < 0) {
        throw wrong("there is no such escape");
      }
      return;
    }
    for (int end = at + 4; at < end; at++) {
      if (Character.digit(peek(), 16) < 0 || peek() > 'f') {
        throw wrong("\\u is not followed by four hexadecimal digits");
      }
    }
  }

  private Json word(String word, Kind kind) throws Malformed {
    if (!text.startsWith(word, at)) {
      throw wrong("there is no such value");
    }
    int start = at;
    at += word.length();
    return leaf(kind, start);
  }

  private Json number(int start) throws Malformed {
    Matcher number = NUMBER.matcher(text).region(start, text.length());
    if (!number.lookingAt()) {
      throw wrong("there is no such value");
    }
    at = number.end();
    return leaf(Kind.NUMBER, start);
  }

  private Json leaf(Kind kind, int start) {
    return new Json(new Span(kind, text, start, at), Map.of(), List.of());
  }

  private void space() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() throws Malformed {
    if (at >= text.length()) {
      throw wrong("it ends too early");
    }
    return text.charAt(at);
  }

  private void expect(char wanted) throws Malformed {
    if (peek() != wanted) {
      throw wrong("a " + wanted + " is missing");
    }
    at++;
  }

  private Malformed wrong(String what) {
    return new Malformed("The body is not JSON: at character " + (at + 1) + ", " + what);
  }

  /// The characters that the inside of a JSON string, once checked, stands for.
  static String unescaped(String inside) {
    if (inside.indexOf('\\') < 0) {
      return inside;
    }
    StringBuilder plain = new StringBuilder(inside.length());
    int from = 0;
    for (int escape = inside.indexOf('\\'); escape >= 0; escape = inside.indexOf('\\', from)) {
      plain.append(inside, from, escape);
      boolean code = inside.charAt(escape + 1) == 'u';
      from = escape + (code ? 6 : 2);
      plain.append(
          code
              ? (char) Integer.parseInt(inside.substring(escape + 2, from), 16)
              : escaped(inside.charAt(escape + 1)));
    }
    return plain.append(inside, from, inside.length()).toString();
  }

  private static char escaped(char letter) {
    return switch (letter) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> letter;
    };
  }
}
