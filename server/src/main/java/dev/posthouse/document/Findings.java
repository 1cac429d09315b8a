package dev.posthouse.document;

import dev.posthouse.event.Flaw;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Everything that is wrong with one document, each thing once, in the order of the text.
final class Findings {
  /// More than a person mends before looking again.
  static final int MOST = 100;

  /// In characters: a key is a name.
  static final int LONGEST_KEY = 1_000;

  private final Set<Flaw> flaws = new LinkedHashSet<>();
  private final Set<String> missing = new TreeSet<>();

  void add(Mark mark, String pointer, String message) {
    if (flaws.size() <= MOST) {
      flaws.add(new Flaw(pointer, message, mark.line(), mark.column()));
    }
  }

  boolean isEmpty() {
    return flaws.isEmpty();
  }

  /// Whether a key is too long to go on with; that is a finding then, at the group it stands in.
  boolean refusesLong(String key, Mark mark, Place group) {
    if (key.length() <= LONGEST_KEY) {
      return false;
    }
    add(
        mark,
        group.pointer(),
        "a key has at most %,d characters, this one has %,d".formatted(LONGEST_KEY, key.length()));
    return true;
  }

  /// A placeholder without a value, beside the finding that says so.
  void missing(String placeholder) {
    missing.add(placeholder);
  }

  /// @throws InvalidDocument if there is anything
  void done() {
    if (flaws.isEmpty()) {
      return;
    }
    List<Flaw> sorted =
        new ArrayList<>(
            flaws.stream()
                .sorted(Comparator.comparingInt(Flaw::line).thenComparingInt(Flaw::column))
                .limit(MOST)
                .toList());
    if (flaws.size() > MOST) {
      sorted.add(new Flaw("", "there is more; mend these " + MOST + " first", 1, 1));
    }
    throw new InvalidDocument(sorted, missing);
  }
}
