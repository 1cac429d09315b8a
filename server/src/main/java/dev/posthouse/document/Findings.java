package dev.posthouse.document;

import dev.posthouse.event.Flaw;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Everything that is wrong with one document, each thing once, in the order of the text.
final class Findings {
  /// More than a person mends before looking again.
  static final int MOST = 100;

  private final Set<Flaw> flaws = new LinkedHashSet<>();

  void add(Mark mark, String pointer, String message) {
    if (flaws.size() <= MOST) {
      flaws.add(new Flaw(pointer, message, mark.line(), mark.column()));
    }
  }

  boolean isEmpty() {
    return flaws.isEmpty();
  }

  /// Whether something is said about a line already.
  boolean about(int line) {
    return flaws.stream().anyMatch(flaw -> flaw.line() == line);
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
    throw new InvalidDocument(sorted);
  }
}
