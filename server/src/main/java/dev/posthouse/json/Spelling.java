package dev.posthouse.json;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Guesses what was meant by a name that nobody knows.
public final class Spelling {
  /// Longer names are no slips of a finger, and comparing takes time with the square of the length.
  private static final int LONGEST = 100;

  private Spelling() {}

  /// The known name that is nearest by edits (swapped neighbours count once), if it is near enough:
  /// a third of its letters, at least one.
  public static Optional<String> nearest(String name, Collection<String> known) {
    if (name.length() > LONGEST) {
      return Optional.empty();
    }
    String wanted = name.toLowerCase(Locale.ROOT);
    @Nullable String nearest = null;
    int least = Integer.MAX_VALUE;
    for (String candidate : known) {
      int allowed = Math.min(least - 1, Math.max(1, candidate.length() / 3));
      if (candidate.length() <= LONGEST
          && Math.abs(candidate.length() - name.length()) <= allowed) {
        int distance = distance(wanted, candidate.toLowerCase(Locale.ROOT));
        if (distance <= allowed) {
          least = distance;
          nearest = candidate;
        }
      }
    }
    return Optional.ofNullable(nearest);
  }

  /// `; did you mean "x"?`, or nothing.
  public static String hint(String name, Collection<String> known) {
    return nearest(name, known).map(k -> "; did you mean \"" + k + "\"?").orElse("");
  }

  private static int distance(String a, String b) {
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
