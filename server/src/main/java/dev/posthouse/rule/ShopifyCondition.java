package dev.posthouse.rule;

import dev.cel.common.exceptions.CelRuntimeException;
import dev.posthouse.json.Json;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import tools.jackson.databind.node.JsonNodeFactory;

/// One condition of Shopify's search syntax.
sealed interface ShopifyCondition {
  /// In CEL, or its opposite.
  String cel(boolean not);

  /// A value as it is written.
  ///
  /// @param quoted whether it stands in quotation marks
  /// @param prefix whether a `*` followed, which is taken off
  record Value(String text, boolean quoted, boolean prefix) {}

  /// There is a value, or none.
  record Exists(String path) implements ShopifyCondition {
    @Override
    public String cel(boolean not) {
      return at("valuesAt", path) + (not ? " == []" : " != []");
    }
  }

  /// One of the values is this.
  record Is(String function, String path, String literal) implements ShopifyCondition {
    @Override
    public String cel(boolean not) {
      String in = literal + " in " + at(function, path);
      return not ? "!(" + in + ")" : in;
    }
  }

  /// One of the values does this; `v` is the value.
  record Does(String function, String path, String test) implements ShopifyCondition {
    @Override
    public String cel(boolean not) {
      return (not ? "!" : "") + at(function, path) + ".exists(v, " + test + ")";
    }
  }

  /// @param place of the value in the text
  /// @param operator `<`, `<=`, `>`, `>=`, or empty for equality
  static ShopifyCondition of(int place, String path, String operator, Value value)
      throws ShopifyParser.Flawed {
    if (!operator.isEmpty()) {
      return range(place, path, operator, value);
    }
    boolean tags = path.equals("tags") || path.endsWith(".tags");
    String function = tags ? "wordsAt" : "valuesAt";
    if (value.prefix()) {
      String begins = "v.startsWith(" + quoted(value.text()) + ")";
      return value.text().isEmpty()
          ? new Exists(path)
          : new Does(function, path, tags ? begins : "type(v) == string && " + begins);
    }
    boolean plain = !tags && !value.quoted();
    if (plain && NUMBER.matcher(value.text()).matches()) {
      return new Is(function, path, number(value.text()));
    }
    boolean truth = plain && (value.text().equals("true") || value.text().equals("false"));
    return new Is(function, path, truth ? value.text() : quoted(value.text()));
  }

  Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");

  private static ShopifyCondition range(int place, String path, String operator, Value value)
      throws ShopifyParser.Flawed {
    if (NUMBER.matcher(value.text()).matches() && !value.prefix()) {
      return new Does("numbersAt", path, "v " + operator + " " + number(value.text()));
    }
    if (!value.quoted()) {
      throw new ShopifyParser.Flawed(
          place,
          "`%s` compares with a number, or with a time in quotation marks, such as created_at:>\"2026-01-31\""
              .formatted(operator));
    }
    return new Does(
        "timesAt", path, "v " + operator + " timestamp(" + time(place, value.text()) + ")");
  }

  private static String time(int place, String text) throws ShopifyParser.Flawed {
    try {
      Instant time = Times.parse(text, ZoneOffset.UTC);
      return quoted(time.toString());
    } catch (CelRuntimeException noTime) {
      throw new ShopifyParser.Flawed(
          place, "this is no time; write it as \"2026-01-31\" or \"2026-01-31T18:00:00Z\"");
    }
  }

  /// The largest whole numbers of CEL have 19 digits.
  private static String number(String text) {
    String digits = text.replaceFirst("^(-?)0+(?=[0-9])", "$1");
    return digits.contains(".") || digits.length() < 19 ? digits : digits + ".0";
  }

  private static String at(String function, String path) {
    return function + "(data, " + quoted(path) + ")";
  }

  /// Every JSON string is a CEL string.
  private static String quoted(String text) {
    return Json.text(JsonNodeFactory.instance.stringNode(text));
  }
}
