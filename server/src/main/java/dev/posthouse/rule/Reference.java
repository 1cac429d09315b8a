package dev.posthouse.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A value that a template only names, such as `order.total`, `order.items[0].sku`,
/// `order["ship-to"]`, `data` or `event.time`. Its bytes are copied, so nothing of it is lost; and
/// names may be of any script.
///
/// @param steps names and indexes
record Reference(String root, List<Object> steps) {
  /// Words of CEL that stand where a name could.
  private static final Set<String> TAKEN = Set.of("true", "false", "null", "in");

  Reference {
    steps = List.copyOf(steps);
  }

  /// Empty if the expression is anything else, or wrong; CEL then tells which.
  static Optional<Reference> parse(String expression) {
    return Optional.ofNullable(new Reading(expression.strip()).reference());
  }

  /// Its names up to the first index: what a schema can be asked about.
  Path path() {
    List<String> names = new ArrayList<>();
    for (Object step : steps) {
      if (!(step instanceof String name)) {
        break;
      }
      names.add(name);
    }
    return new Path(root, names);
  }

  /// The bytes of the value in the data or in what changed, or the value itself if it is none of
  /// these; null if it is missing.
  ///
  /// @throws EventView.Absent if the data cannot be read at all
  @Nullable Object find(EventView event) {
    if (root.equals(Language.EVENT)) {
      return ofEnvelope((EnvelopeFields) event.variable(root));
    }
    TracingReader.Read data = event.traced();
    if (data == null) {
      return null;
    }
    Object value = data.value();
    Slice place = data.place();
    if (!root.equals(Language.DATA)) {
      place = place(value, root);
      value = child(value, root);
    }
    for (int i = 0; i < steps.size() && value != null; i++) {
      place = place(value, steps.get(i));
      value = child(value, steps.get(i));
    }
    return value == null || place == null ? value : place;
  }

  private @Nullable Object ofEnvelope(EnvelopeFields envelope) {
    if (steps.isEmpty() || !(steps.getFirst() instanceof String field)) {
      return null;
    }
    Object value = envelope.find(field).orElse(null);
    Slice place = envelope.place(field);
    for (int i = 1; i < steps.size() && value != null; i++) {
      place = place(value, steps.get(i));
      value = child(value, steps.get(i));
    }
    return value == null || place == null ? value : place;
  }

  private static @Nullable Object child(Object value, Object step) {
    return switch (value) {
      case DataObject object when step instanceof String name -> object.get(name);
      case DataList list when step instanceof Integer index ->
          index < list.size() ? list.get(index) : null;
      default -> null;
    };
  }

  private static @Nullable Slice place(Object value, Object step) {
    return switch (value) {
      case DataObject object when step instanceof String name -> object.place(name);
      case DataList list when step instanceof Integer index && index < list.size() ->
          list.place(index);
      default -> null;
    };
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(root);
    for (Object step : steps) {
      switch (step) {
        case Integer index -> text.append('[').append(index).append(']');
        case String name when Reading.isName(name) -> text.append('.').append(name);
        default -> text.append("[\"").append(step).append("\"]");
      }
    }
    return text.toString();
  }

  /// Reads the text of a reference from left to right.
  private static final class Reading {
    /// Digits of an index; no list is longer.
    private static final int DIGITS = 9;

    private final String text;
    private int at;

    Reading(String text) {
      this.text = text;
    }

    static boolean isName(String text) {
      var reading = new Reading(text);
      return reading.name() != null && reading.at == text.length();
    }

    @Nullable Reference reference() {
      String root = name();
      List<Object> steps = new ArrayList<>();
      while (root != null && at < text.length()) {
        Object step = text.charAt(at) == '.' ? named() : indexed();
        if (step == null) {
          return null;
        }
        steps.add(step);
      }
      return root == null || TAKEN.contains(root) ? null : new Reference(root, steps);
    }

    private @Nullable String named() {
      at++;
      return name();
    }

    private @Nullable String name() {
      int from = at;
      while (at < text.length() && isPart(text.codePointAt(at), at == from)) {
        at += Character.charCount(text.codePointAt(at));
      }
      return at == from ? null : text.substring(from, at);
    }

    private static boolean isPart(int c, boolean first) {
      return c == '_' || Character.isLetter(c) || (!first && isLaterPart(c));
    }

    private static boolean isLaterPart(int c) {
      return Character.isDigit(c) || Character.getType(c) == Character.NON_SPACING_MARK;
    }

    private @Nullable Object indexed() {
      int end = text.charAt(at) == '[' ? text.indexOf(']', at) : -1;
      if (end < 0) {
        return null;
      }
      char quote = text.charAt(at + 1);
      return quote == '"' || quote == '\'' ? inQuotes(quote) : number(end);
    }

    private @Nullable String inQuotes(char quote) {
      int from = at + 2;
      int end = text.indexOf(quote, from);
      String name = end < 0 ? "\\" : text.substring(from, end);
      if (name.isEmpty()
          || name.contains("\\")
          || name.chars().anyMatch(Character::isISOControl)
          || !text.startsWith("]", end + 1)) {
        return null;
      }
      at = end + 2;
      return name;
    }

    private @Nullable Integer number(int end) {
      String digits = text.substring(at + 1, end);
      if (digits.isEmpty()
          || digits.length() > DIGITS
          || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return null;
      }
      at = end + 1;
      return Integer.parseInt(digits);
    }
  }
}
