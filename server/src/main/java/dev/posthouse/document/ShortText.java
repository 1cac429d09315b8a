package dev.posthouse.document;

import java.util.Optional;

/// What single lines of the Chinese short form mean: quotes, comments, brackets.
final class ShortText {
  private ShortText() {}

  /// A line up to its comment: a `#` that begins it or follows a space, outside quotes and `{{ }}`.
  static String withoutComment(String line) {
    int lastClose = line.lastIndexOf("}}");
    int i = 0;
    while (i < line.length()) {
      char c = line.charAt(i);
      if (c == '#' && (i == 0 || isSpace(line.charAt(i - 1)))) {
        return line.substring(0, i).stripTrailing();
      }
      i = next(line, i, lastClose);
    }
    return line;
  }

  /// What follows a character, or the whole quoted text or template that it begins.
  private static int next(String line, int at, int lastClose) {
    char c = line.charAt(at);
    boolean opens = at == 0 || !Character.isLetterOrDigit(line.charAt(at - 1));
    if (opens && (c == '"' || c == '\'')) {
      int close = line.indexOf(c, at + 1);
      return close < 0 ? at + 1 : close + 1;
    }
    boolean template = line.startsWith("{{", at) && at < lastClose;
    return template ? line.indexOf("}}", at) + 2 : at + 1;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t';
  }

  /// Where the quoted text ends with which a line begins; 0 if it begins with none.
  static int quotedEnd(String line) {
    boolean quoted = line.startsWith("\"") || line.startsWith("'");
    return quoted ? line.indexOf(line.charAt(0), 1) + 1 : 0;
  }

  /// What stands in quotes, if the whole text is one quoted text without a backslash; `''` within
  /// single quotes is one.
  static Optional<String> unquoted(String text) {
    if (text.length() < 2 || text.charAt(0) != text.charAt(text.length() - 1)) {
      return Optional.empty();
    }
    String inner = text.substring(1, text.length() - 1);
    if (text.startsWith("'")) {
      String single = inner.replace("''", "");
      return single.contains("'") ? Optional.empty() : Optional.of(inner.replace("''", "'"));
    }
    boolean whole = text.startsWith("\"") && !inner.contains("\"") && !inner.contains("\\");
    return whole ? Optional.of(inner) : Optional.empty();
  }

  /// Whether the whole text is one in double quotes, with a backslash.
  static boolean isEscaped(String text) {
    if (!text.startsWith("\"") || !text.contains("\\")) {
      return false;
    }
    int i = 1;
    while (i < text.length() && text.charAt(i) != '"') {
      i += text.charAt(i) == '\\' ? 2 : 1;
    }
    return i == text.length() - 1;
  }

  /// Whether it is a list or a group in brackets, and neither a placeholder nor a template.
  static boolean isFlow(String text) {
    if (text.startsWith("[") && text.endsWith("]")) {
      return text.substring(1).chars().anyMatch(c -> !isOfPlaceholder(c));
    }
    return text.startsWith("{") && !text.startsWith("{{") && text.endsWith("}");
  }

  private static boolean isOfPlaceholder(int c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == ']';
  }
}
