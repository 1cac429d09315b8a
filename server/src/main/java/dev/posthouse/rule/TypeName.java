package dev.posthouse.rule;

import dev.posthouse.event.Invalid;
import java.util.Locale;
import java.util.Optional;

/// The name of an event type: segments of letters, digits, `_` and `-`, joined by dots, such as
/// `sales_order.created`.
public final class TypeName {
  /// In characters. Long enough for a reverse domain name with several segments behind it.
  public static final int LIMIT = 255;

  private static final String EXAMPLE = "write it like `sales_order.created`";

  private TypeName() {}

  /// @throws Invalid at `/type`, if it is not such a name
  public static void check(String type) {
    Optional<String> flaw = flaw(type);
    if (flaw.isPresent()) {
      throw new Invalid("/type", flaw.get());
    }
  }

  /// What is wrong with a name, with the position; empty for a good one.
  public static Optional<String> flaw(String type) {
    if (type.isEmpty()) {
      return Optional.of("the event type is empty; " + EXAMPLE);
    }
    if (type.length() > LIMIT) {
      return Optional.of(tooLong(type));
    }
    boolean begun = false;
    for (int i = 0; i < type.length(); i++) {
      char c = type.charAt(i);
      if (c == '.' ? !begun : !allowed(c)) {
        return Optional.of(wrong(type, i, EXAMPLE));
      }
      begun = c != '.';
    }
    return begun ? Optional.empty() : Optional.of(wrong(type, type.length() - 1, EXAMPLE));
  }

  static boolean allowed(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-';
  }

  static String tooLong(String text) {
    return String.format(
        Locale.ROOT,
        "an event type has at most %,d characters, this has %,d",
        LIMIT,
        text.length());
  }

  static String wrong(String text, int at, String example) {
    char c = text.charAt(at);
    String what =
        c == '.' ? "an empty segment before or after `.`" : "`" + printable(c) + "` is not allowed";
    return "position %d: %s; segments of letters, digits, `_` and `-` are joined by dots, %s"
        .formatted(at + 1, what, example);
  }

  private static String printable(char c) {
    return c < ' ' || c > '~' ? "\\u%04x".formatted((int) c) : String.valueOf(c);
  }
}
