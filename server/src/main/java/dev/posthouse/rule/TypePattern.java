package dev.posthouse.rule;

import dev.posthouse.event.Invalid;
import java.util.List;
import java.util.Optional;

/// Which event types are wanted: a type's name in which `*` may stand for whole segments. At the
/// end it means one or more of them (`sales_order.*`, `*`), elsewhere exactly one (`*.created`).
public record TypePattern(String text) {
  static final String STAR = "*";

  private static final String EXAMPLE = "for example `sales_order.*`, `*.created` or `*`";

  /// @throws Invalid at the root, with the position, if it is not a pattern
  public TypePattern {
    Optional<String> flaw = flaw(text);
    if (flaw.isPresent()) {
      throw new Invalid("", flaw.get());
    }
  }

  /// What is wrong with a text as a pattern, with the position; empty for a good one.
  public static Optional<String> flaw(String text) {
    if (text.isEmpty()) {
      return Optional.of("the pattern is empty; write a type or a pattern, " + EXAMPLE);
    }
    if (text.length() > TypeName.LIMIT) {
      return Optional.of(TypeName.tooLong(text));
    }
    int start = 0;
    for (String segment : text.split("\\.", -1)) {
      Optional<String> flaw = flaw(text, segment, start);
      if (flaw.isPresent()) {
        return flaw;
      }
      start += segment.length() + 1;
    }
    return Optional.empty();
  }

  private static Optional<String> flaw(String text, String segment, int start) {
    if (segment.equals(STAR)) {
      return Optional.empty();
    }
    if (segment.isEmpty()) {
      return Optional.of(TypeName.wrong(text, Math.min(start, text.length() - 1), EXAMPLE));
    }
    for (int i = 0; i < segment.length(); i++) {
      char c = segment.charAt(i);
      if (c == '*') {
        return Optional.of(
            "position %d: `*` stands for a whole segment, %s".formatted(start + i + 1, EXAMPLE));
      }
      if (!TypeName.allowed(c)) {
        return Optional.of(TypeName.wrong(text, start + i, EXAMPLE));
      }
    }
    return Optional.empty();
  }

  /// The routing of events does not ask pattern by pattern, see [TypeIndex].
  public boolean matches(String type) {
    boolean[] found = new boolean[1];
    TypeIndex<TypePattern> index = new TypeIndex<>();
    index.add(this, this);
    index.match(type, ignored -> found[0] = true);
    return found[0];
  }

  List<String> segments() {
    return List.of(text.split("\\.", -1));
  }

  @Override
  public String toString() {
    return text;
  }
}
