package dev.posthouse.rule;

import java.util.ArrayList;
import java.util.List;

/// Takes a text with `{{ expression }}` in it apart. Braces in CEL's own texts and objects end no
/// expression.
final class Braces {
  private static final String OPEN = "{{";
  private static final String CLOSE = "}}";

  private final String text;
  private final List<Piece> pieces = new ArrayList<>();

  private Braces(String text) {
    this.text = text;
  }

  sealed interface Piece {}

  record Literal(String text) implements Piece {}

  record Inserted(String expression) implements Piece {}

  /// An expression that does not end.
  static final class Unclosed extends Exception {
    private static final long serialVersionUID = 1;

    Unclosed(String message) {
      super(message, null, false, false);
    }
  }

  static boolean in(String text) {
    return text.contains(OPEN);
  }

  static List<Piece> split(String text) throws Unclosed {
    return new Braces(text).split();
  }

  private List<Piece> split() throws Unclosed {
    int at = 0;
    for (int open = text.indexOf(OPEN); open >= 0; open = text.indexOf(OPEN, at)) {
      if (open > at) {
        pieces.add(new Literal(text.substring(at, open)));
      }
      int close = close(open);
      pieces.add(new Inserted(text.substring(open + OPEN.length(), close)));
      at = close + CLOSE.length();
    }
    if (at < text.length()) {
      pieces.add(new Literal(text.substring(at)));
    }
    return pieces;
  }

  /// Where the `}}` stands that ends the expression.
  private int close(int open) throws Unclosed {
    int depth = 0;
    for (int i = open + OPEN.length(); i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\'') {
        i = endOfText(i);
      } else if (c == '{') {
        depth++;
      } else if (c == '}' && depth > 0) {
        depth--;
      } else if (c == '}' && text.startsWith(CLOSE, i)) {
        return i;
      }
    }
    throw new Unclosed(
        place(open)
            + "`{{` is not closed; end the expression with `}}`, or write {{ \"{{\" }} if you mean the two characters");
  }

  /// Where the last quote of CEL's text stands that begins here; the last character of all if it
  /// does not end.
  private int endOfText(int begin) {
    String quote = text.substring(begin, begin + 1);
    String end = text.startsWith(quote.repeat(3), begin) ? quote.repeat(3) : quote;
    boolean raw = isRaw(begin);
    for (int i = begin + end.length(); i < text.length(); i++) {
      if (text.charAt(i) == '\\' && !raw) {
        i++;
      } else if (text.startsWith(end, i)) {
        return i + end.length() - 1;
      }
    }
    return text.length() - 1;
  }

  /// `r"…"`, where a backslash is a backslash.
  private boolean isRaw(int quote) {
    int begin = quote;
    while (begin > 0 && Character.isLetterOrDigit(text.charAt(begin - 1))) {
      begin--;
    }
    String prefix = text.substring(begin, quote);
    return prefix.length() <= 2 && (prefix.contains("r") || prefix.contains("R"));
  }

  private String place(int at) {
    int line = 1 + (int) text.substring(0, at).chars().filter(c -> c == '\n').count();
    int column = at - text.lastIndexOf('\n', at - 1);
    return "line %d, column %d: ".formatted(line, column);
  }
}
