package dev.posthouse.document;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// What a value without quotes means: the core schema of YAML 1.2 (chapter 10.3.2).
final class Plain {
  /// Enough for any amount; longer digits are a name and belong in quotes.
  static final int LONGEST_NUMBER = 100;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final Set<String> NOTHING = Set.of("", "~", "null", "Null", "NULL");
  private static final Set<String> TRUE = Set.of("true", "True", "TRUE");
  private static final Set<String> FALSE = Set.of("false", "False", "FALSE");
  private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]+");
  private static final Pattern OCTAL = Pattern.compile("0o[0-7]+");
  private static final Pattern HEXADECIMAL = Pattern.compile("0x[0-9a-fA-F]+");
  private static final Pattern NO_NUMBER =
      Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");
  private static final Pattern FRACTION =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?");
  private static final Pattern HUGE =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)[eE][-+]?[0-9]{4,}");

  private Plain() {}

  static boolean isNothing(String text) {
    return NOTHING.contains(text);
  }

  /// @throws IllegalArgumentException if it is a number that JSON cannot have
  static JsonNode json(String text) {
    if (NOTHING.contains(text)) {
      return JSON.nullNode();
    }
    Optional<Boolean> truth = truth(text);
    return truth.<JsonNode>map(JSON::booleanNode).orElseGet(() -> number(text));
  }

  static Optional<Boolean> truth(String text) {
    return TRUE.contains(text)
        ? Optional.of(true)
        : FALSE.contains(text) ? Optional.of(false) : Optional.empty();
  }

  private static JsonNode number(String text) {
    boolean looksLikeOne =
        WHOLE.matcher(text).matches()
            || FRACTION.matcher(text).matches()
            || OCTAL.matcher(text).matches()
            || HEXADECIMAL.matcher(text).matches();
    if (NO_NUMBER.matcher(text).matches()
        || HUGE.matcher(text).matches()
        || (looksLikeOne && text.length() > LONGEST_NUMBER)) {
      throw new IllegalArgumentException(
          "is a number that JSON cannot have, or too long a one; put it in quotes to send it as a"
              + " text");
    }
    return looksLikeOne ? parsed(text) : JSON.stringNode(text);
  }

  private static JsonNode parsed(String text) {
    if (text.startsWith("0o")) {
      return whole(new BigInteger(text.substring(2), 8));
    } else if (text.startsWith("0x")) {
      return whole(new BigInteger(text.substring(2), 16));
    } else if (WHOLE.matcher(text).matches()) {
      return whole(new BigInteger(text));
    }
    return JSON.numberNode(new BigDecimal(text));
  }

  /// As the strict reader of JSON would have it, so that what is stored compares equal.
  private static JsonNode whole(BigInteger value) {
    if (value.bitLength() < Integer.SIZE) {
      return JSON.numberNode(value.intValue());
    }
    return value.bitLength() < Long.SIZE
        ? JSON.numberNode(value.longValue())
        : JSON.numberNode(value);
  }
}
