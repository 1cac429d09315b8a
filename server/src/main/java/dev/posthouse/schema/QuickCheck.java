package dev.posthouse.schema;

import com.google.re2j.Pattern;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// What the usual keywords of a schema ask of a value, checked while it is being read. Says yes
/// only where it is certain; whatever is unusual is left to the whole check, which also knows the
/// words.
///
/// @param kinds that the value may be of
/// @param fields those that are described
/// @param required how many of `fields` must be there
/// @param further of fields that are not described; null: they may be anything
/// @param items of a list; null: they may be anything
/// @param least,most how many items
record QuickCheck(
    EnumSet<Kind> kinds,
    Map<String, Field> fields,
    int required,
    @Nullable QuickCheck further,
    @Nullable QuickCheck items,
    int least,
    int most,
    Texts texts,
    Numbers numbers) {
  /// What a value can be. A whole number that is written as a fraction is no certain thing.
  enum Kind {
    OBJECT,
    LIST,
    TEXT,
    WHOLE,
    FRACTION,
    BOOLEAN,
    NULL
  }

  record Field(QuickCheck rule, boolean required) {}

  /// @param choices null: any
  /// @param least,most characters
  /// @param formed null: in any way
  record Texts(
      @Nullable Set<String> choices,
      int least,
      int most,
      @Nullable Pattern pattern,
      @Nullable Predicate<String> formed) {
    boolean free() {
      return choices == null
          && least == 0
          && most == Integer.MAX_VALUE
          && pattern == null
          && formed == null;
    }

    boolean fits(String text) {
      if (choices != null && !choices.contains(text)) {
        return false;
      }
      int length = text.codePointCount(0, text.length());
      return length >= least
          && length <= most
          && (pattern == null || pattern.matcher(text).find())
          && (formed == null || formed.test(text));
    }
  }

  /// Bounds that a value keeps for certain if it is inside them as a double; on them only whole
  /// numbers are certain.
  ///
  /// @param openLeast,openMost whether the bound itself is outside, or no number that a double is
  record Numbers(double least, boolean openLeast, double most, boolean openMost) {
    static final Numbers ANY =
        new Numbers(Double.NEGATIVE_INFINITY, false, Double.POSITIVE_INFINITY, false);

    /// Whole numbers up to here are doubles.
    static final double EXACT = 1L << 53;

    boolean free() {
      return least == Double.NEGATIVE_INFINITY && most == Double.POSITIVE_INFINITY;
    }

    boolean fits(double value, boolean whole) {
      boolean exact = whole && Math.abs(value) < EXACT;
      return (value > least || (exact && !openLeast && value == least))
          && (value < most || (exact && !openMost && value == most));
    }
  }

  /// Whether the value at which the parser stands fits for certain; steps to its last token if so.
  boolean fits(JsonParser json) {
    return switch (json.currentToken()) {
      case START_OBJECT -> kinds.contains(Kind.OBJECT) && object(json);
      case START_ARRAY -> kinds.contains(Kind.LIST) && list(json);
      case VALUE_STRING ->
          kinds.contains(Kind.TEXT) && (texts.free() || texts.fits(json.getString()));
      case VALUE_NUMBER_INT ->
          kinds.contains(Kind.WHOLE)
              && (numbers.free() || numbers.fits(json.getDoubleValue(), true));
      case VALUE_NUMBER_FLOAT ->
          kinds.contains(Kind.FRACTION)
              && (numbers.free() || numbers.fits(json.getDoubleValue(), false));
      case VALUE_TRUE, VALUE_FALSE -> kinds.contains(Kind.BOOLEAN);
      case VALUE_NULL -> kinds.contains(Kind.NULL);
      case END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE -> false;
    };
  }

  private boolean object(JsonParser json) {
    int missing = required;
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      Field field = fields.get(name);
      QuickCheck rule = field == null ? further : field.rule();
      json.nextToken();
      if (rule == null) {
        json.skipChildren();
      } else if (!rule.fits(json)) {
        return false;
      }
      if (field != null && field.required()) {
        missing--;
      }
    }
    return missing == 0;
  }

  private boolean list(JsonParser json) {
    int count = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      count++;
      if (items == null) {
        json.skipChildren();
      } else if (!items.fits(json)) {
        return false;
      }
    }
    return count >= least && count <= most;
  }
}
