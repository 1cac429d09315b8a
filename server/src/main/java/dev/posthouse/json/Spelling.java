package dev.posthouse.json;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Guesses what was meant by a name that nobody knows.
public final class Spelling {
  private Spelling() {}

  /// The known name that is nearest by edits (swapped neighbours count once), if it is near enough:
  /// a third of its letters, at least one.
  public static Optional<String> nearest(String name, Collection<String> known) {
    String wanted = name.toLowerCase(Locale.ROOT);
    return known.stream()
        .filter(k -> distance(wanted, k) <= Math.max(1, k.length() / 3))
        .min(Comparator.comparingInt(k -> distance(wanted, k)));
  }

  /// `; did you mean "x"?`, or nothing.
  public static String hint(String name, Collection<String> known) {
    return nearest(name, known).map(k -> "; did you mean \"" + k + "\"?").orElse("");
  }

  private static int distance(String a, String other) {
    String b = other.toLowerCase(Locale.ROOT);
    var rows = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        rows[i][j] = i == 0 || j == 0 ? i + j : step(rows, a, b, i, j);
      }
    }
    return rows[a.length()][b.length()];
  }

  private static int step(int[][] rows, String a, String b, int i, int j) {
    int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int least = Math.min(rows[i - 1][j - 1] + change, 1 + Math.min(rows[i - 1][j], rows[i][j - 1]));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, rows[i - 2][j - 2] + 1) : least;
  }
}
