package dev.posthouse.webhooks.change;

import dev.posthouse.webhooks.body.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/// The watched part of a value in one spelling: two values have the same text if and only if they
/// are the same. Members in the order of their names; numbers by value (`1.0` is `1`); a member
/// that is null and one that is missing alike, unless they are to be told apart.
final class Canonical {
  /// Longer numbers are nobody's amount; they are compared as they are written.
  private static final int LONGEST_NUMBER = 400;

  private final boolean nullsCount;

  Canonical(boolean nullsCount) {
    this.nullsCount = nullsCount;
  }

  /// Empty for what is not there, or not watched.
  String text(Json value, FieldTree fields) {
    if (fields == FieldTree.NONE || nothing(value)) {
      return "";
    }
    var text = new StringBuilder();
    write(text, value, fields);
    return text.toString();
  }

  boolean nothing(Json value) {
    return value == Json.NOTHING || (value.kind() == Json.Kind.NULL && !nullsCount);
  }

  private void write(StringBuilder text, Json value, FieldTree fields) {
    switch (value.kind()) {
      case OBJECT -> object(text, value, fields);
      case ARRAY -> array(text, value, fields);
      case STRING -> text.append(Json.quoted(value.text()));
      case NUMBER -> text.append(number(value.text()));
      case BOOLEAN -> text.append(value.text());
      case NULL -> text.append("null");
    }
  }

  private void object(StringBuilder text, Json value, FieldTree fields) {
    var members = new TreeMap<String, String>();
    for (String name : fields.names(value.members().keySet())) {
      String member = text(member(value, name), fields.child(name));
      if (!member.isEmpty()) {
        members.put(name, member);
      }
    }
    text.append('{');
    members.forEach((name, member) -> text.append(Json.quoted(name)).append(member));
    text.append('}');
  }

  private void array(StringBuilder text, Json value, FieldTree fields) {
    List<String> items = new ArrayList<>(value.items().size());
    for (Json item : value.items()) {
      String one = nothing(item) ? "null" : text(item, fields);
      items.add(fields.items().key().isEmpty() ? one : key(item, fields.items()) + one);
    }
    Iterable<String> ordered =
        switch (fields.items().mode()) {
          case LIST -> items;
          case SET -> new TreeSet<>(items);
          case BAG, KEYED -> items.stream().sorted().toList();
        };
    text.append('[');
    ordered.forEach(item -> text.append(item).append(','));
    text.append(']');
  }

  /// What an item is called; empty if it has no key.
  String key(Json item, Items items) {
    return text(member(item, items.key()), FieldTree.WHOLE);
  }

  static Json member(Json value, String name) {
    return value.members().getOrDefault(name, Json.NOTHING);
  }

  /// The same for `1`, `1.0`, `10e-1`; zero has no sign.
  static String number(String written) {
    if (written.length() > LONGEST_NUMBER) {
      return written;
    }
    try {
      BigDecimal number = new BigDecimal(written).stripTrailingZeros();
      return number.signum() == 0 ? "0" : number.unscaledValue() + "e" + -(long) number.scale();
    } catch (ArithmeticException | NumberFormatException beyondReach) {
      return written;
    }
  }
}
