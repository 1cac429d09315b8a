package dev.posthouse.document;

import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Writes a JSON tree as YAML 1.2 in block style, texts without quotes where that is safe.
final class YamlText {
  private static final Pattern BARE =
      Pattern.compile("\\p{L}(?:[\\p{L}\\p{N} _./@+<>=()!&|*\"'?%$;-]|:(?=[^\\s:]))*");
  private static final Pattern BLOCK_LINE =
      Pattern.compile(" *[!-~\\p{L}](?:[ -~\\p{L}\\p{P}]*[!-~\\p{L}\\p{P}])?");

  /// Longer texts go into quotes without a look: matching takes stack.
  private static final int LONGEST_BARE = 200;

  private final StringBuilder out = new StringBuilder();

  private YamlText() {}

  static String of(ObjectNode document) {
    var text = new YamlText();
    text.object(document, 0, "");
    return text.out.toString();
  }

  /// @param first what stands before the first key in place of the indentation
  private void object(ObjectNode object, int indent, String first) {
    String before = first.isEmpty() ? " ".repeat(indent) : first;
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      out.append(before).append(line(field.getKey())).append(':');
      value(field.getValue(), indent);
      before = " ".repeat(indent);
    }
  }

  /// What follows a colon or a hyphen, to the end of the line or of the lines below.
  private void value(JsonNode value, int indent) {
    if (value instanceof ObjectNode object && !object.isEmpty()) {
      out.append('\n');
      object(object, indent + 2, "");
    } else if (value instanceof ArrayNode array && !array.isEmpty()) {
      out.append('\n');
      array(array, indent + 2);
    } else {
      out.append(' ').append(scalar(value, indent + 2)).append('\n');
    }
  }

  private void array(ArrayNode array, int indent) {
    for (JsonNode item : array) {
      if (item instanceof ObjectNode object && !object.isEmpty()) {
        object(object, indent + 2, " ".repeat(indent) + "- ");
      } else {
        out.append(" ".repeat(indent)).append('-');
        value(item, indent);
      }
    }
  }

  private static String scalar(JsonNode value, int indent) {
    if (!value.isString()) {
      return value.toString();
    }
    String text = value.stringValue();
    return fitsBlock(text) ? block(text, indent) : line(text);
  }

  /// Several lines without a space at their ends, such as PEM or a long expression. The first tells
  /// how far all are indented, so it does not begin with a space.
  private static boolean fitsBlock(String text) {
    return text.strip().contains("\n")
        && !text.startsWith("\n")
        && !text.startsWith(" ")
        && !text.contains("\n\n")
        && !text.contains("\r")
        && text.lines().allMatch(line -> BLOCK_LINE.matcher(line).matches());
  }

  private static String block(String text, int indent) {
    String margin = "\n" + " ".repeat(indent);
    String body = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    return (text.endsWith("\n") ? "|" : "|-") + margin + body.replace("\n", margin);
  }

  private static String line(String text) {
    boolean bare =
        text.length() <= LONGEST_BARE
            && BARE.matcher(text).matches()
            && !text.endsWith(" ")
            && Plain.json(text).isString();
    return bare ? text : quoted(text);
  }

  /// In single quotes where double ones would have to be escaped, as they stand in expressions.
  private static String quoted(String text) {
    boolean single =
        text.contains("\"")
            && !text.contains("'")
            && text.chars().allMatch(c -> isPrintable((char) c));
    return single ? "'" + text + "'" : escaped(text);
  }

  private static String escaped(String text) {
    var quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (isPrintable(c)) {
        quoted.append(c);
      } else {
        quoted.append("\\u%04x".formatted((int) c));
      }
    }
    return quoted.append('"').toString();
  }

  private static boolean isPrintable(char c) {
    return (c >= ' ' && c < 0x7F)
        || (c >= 0xA0 && c != '\u2028' && c != '\u2029' && c != '\uFEFF' && c < 0xFFFE);
  }
}
