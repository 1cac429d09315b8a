package dev.posthouse.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads Shopify's search syntax and writes CEL. For one text and one thread.
final class ShopifyParser {
  private static final int DEPTH_LIMIT = 20;
  private static final String SPECIAL = ":\\()";
  private static final Pattern COMPARATOR = Pattern.compile(":(<=|>=|<|>)?");
  private static final String EXAMPLE = "such as variants.price:>=10.00";

  private final String text;
  private int at;
  private boolean mixed;

  ShopifyParser(String text, int start) {
    this.text = text;
    this.at = start;
  }

  /// What cannot be read, and where.
  static final class Flawed extends Exception {
    private static final long serialVersionUID = 1;
    private final int position;

    Flawed(int position, String message) {
      super(message);
      this.position = position;
    }

    int position() {
      return position;
    }
  }

  /// Whether `AND` and `OR` stood side by side without brackets.
  boolean mixed() {
    return mixed;
  }

  String whole() throws Flawed {
    Part query = query(0);
    if (at < text.length()) {
      throw new Flawed(at, "there is no bracket that this one closes");
    }
    return query.cel;
  }

  /// @param compound whether it needs brackets where it stands beside others
  private record Part(String cel, boolean compound) {
    String embedded() {
      return compound ? "(" + cel + ")" : cel;
    }

    static Part of(List<Part> parts, String operator) {
      return parts.size() == 1
          ? parts.getFirst()
          : new Part(String.join(operator, parts.stream().map(Part::embedded).toList()), true);
    }
  }

  /// `OR` binds tighter than `AND`; two terms side by side mean `AND`.
  private Part query(int depth) throws Flawed {
    if (depth > DEPTH_LIMIT) {
      throw new Flawed(at, "there are more than %d brackets in one another".formatted(DEPTH_LIMIT));
    }
    List<Part> all = new ArrayList<>();
    List<Part> any = new ArrayList<>(List.of(term(depth)));
    boolean alternatives = false;
    while (goesOn()) {
      if (connective("OR")) {
        alternatives = true;
      } else {
        connective("AND");
        all.add(Part.of(any, " || "));
        any.clear();
      }
      any.add(term(depth));
    }
    mixed |= alternatives && !all.isEmpty();
    all.add(Part.of(any, " || "));
    return Part.of(all, " && ");
  }

  private boolean goesOn() {
    skipSpace();
    return at < text.length() && text.charAt(at) != ')';
  }

  private void skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private boolean connective(String word) {
    int end = at + word.length();
    boolean here =
        text.startsWith(word, at)
            && (end == text.length()
                || Character.isWhitespace(text.charAt(end))
                || text.charAt(end) == '(');
    if (here) {
      at = end;
      skipSpace();
    }
    return here;
  }

  private Part term(int depth) throws Flawed {
    skipSpace();
    if (at == text.length() || text.charAt(at) == ')') {
      throw new Flawed(at, "a condition is missing here, " + EXAMPLE);
    }
    boolean not = connective("NOT");
    if (!not && text.charAt(at) == '-') {
      at++;
      not = true;
    }
    if (at < text.length() && text.charAt(at) == '(') {
      Part inner = brackets(depth);
      return not ? new Part("!(" + inner.cel + ")", false) : inner;
    }
    return new Part(condition().cel(not), false);
  }

  private Part brackets(int depth) throws Flawed {
    int open = at;
    at++;
    Part inner = query(depth + 1);
    if (at == text.length()) {
      throw new Flawed(open, "this bracket is not closed");
    }
    at++;
    return inner;
  }

  private ShopifyCondition condition() throws Flawed {
    int start = at;
    String field = bare();
    Matcher comparator = COMPARATOR.matcher(text).region(at, text.length());
    if (field.isEmpty() || !comparator.lookingAt()) {
      throw new Flawed(
          start,
          "a condition names a field, a colon and a value, "
              + EXAMPLE
              + (field.matches("(?i)and|or|not") ? "; AND, OR and NOT are in capitals" : ""));
    }
    at = comparator.end();
    String operator = comparator.group(1) == null ? "" : comparator.group(1);
    int place = at;
    boolean quoted = at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'');
    boolean prefix = false;
    String value = quoted ? quoted() : bare();
    if (!quoted && value.endsWith("*") && text.charAt(at - 2) != '\\') {
      prefix = true;
      value = value.substring(0, value.length() - 1);
    } else if (!quoted && value.isEmpty()) {
      throw new Flawed(place, "a value is missing here, " + EXAMPLE);
    }
    return ShopifyCondition.of(
        place, field, operator, new ShopifyCondition.Value(value, quoted, prefix));
  }

  private String quoted() throws Flawed {
    int open = at;
    char quote = text.charAt(at++);
    StringBuilder value = new StringBuilder();
    while (at < text.length() && text.charAt(at) != quote) {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      value.append(text.charAt(at++));
    }
    if (at == text.length()) {
      throw new Flawed(open, "this quotation mark is not closed");
    }
    at++;
    return value.toString();
  }

  /// Up to white space or a special character; a backslash makes that an ordinary one.
  private String bare() {
    StringBuilder word = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at);
      boolean escaped = c == '\\' && at + 1 < text.length();
      if (!escaped && (Character.isWhitespace(c) || SPECIAL.indexOf(c) >= 0)) {
        break;
      }
      at += escaped ? 1 : 0;
      word.append(text.charAt(at++));
    }
    return word.toString();
  }
}
