package dev.posthouse.rule;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.exceptions.CelInvalidArgumentException;
import java.util.Optional;

/// Regular expressions of the RE2 kind, which take time in proportion to the text; compiled once.
final class Patterns {
  /// In characters. Longer ones are lists of words, for which `in` is better.
  static final int LENGTH_LIMIT = 1_000;

  /// In steps of the compiled form, which counted repetition multiplies.
  static final int PROGRAM_LIMIT = 10_000;

  private static final int KEPT = 1_000;

  private static final LoadingCache<String, Pattern> COMPILED =
      Caffeine.newBuilder().maximumSize(KEPT).build(Patterns::compile);

  private Patterns() {}

  /// Whether the pattern occurs in the text.
  static boolean find(String text, String pattern) {
    if (pattern.length() > LENGTH_LIMIT) {
      throw new CelInvalidArgumentException(tooLong());
    }
    return COMPILED.get(pattern).matcher(text).find();
  }

  /// What is wrong with a pattern; empty for a good one.
  static Optional<String> flaw(String pattern) {
    try {
      if (pattern.length() > LENGTH_LIMIT) {
        return Optional.of(tooLong());
      }
      compile(pattern);
      return Optional.empty();
    } catch (CelInvalidArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static Pattern compile(String text) {
    try {
      Pattern pattern = Pattern.compile(text);
      if (pattern.programSize() > PROGRAM_LIMIT) {
        throw new CelInvalidArgumentException("the regular expression repeats too much");
      }
      return pattern;
    } catch (PatternSyntaxException e) {
      throw new CelInvalidArgumentException(
          "not a regular expression of the RE2 kind: " + e.getDescription());
    }
  }

  private static String tooLong() {
    return "a regular expression has at most %,d characters".formatted(LENGTH_LIMIT);
  }
}
