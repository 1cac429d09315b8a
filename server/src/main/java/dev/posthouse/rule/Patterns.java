package dev.posthouse.rule;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;

/// Regular expressions of the RE2 kind, which take time in proportion to the text; compiled once.
public final class Patterns {
  /// In characters. Longer ones are lists of words, for which `in` is better.
  static final int LENGTH_LIMIT = 1_000;

  /// In steps of the compiled form, which counted repetition multiplies.
  static final int PROGRAM_LIMIT = 10_000;

  private static final Words TOO_LONG =
      new Words(
          "a regular expression has at most %,d characters".formatted(LENGTH_LIMIT),
          "正则表达式最多 %,d 个字符".formatted(LENGTH_LIMIT));

  private static final int KEPT = 1_000;

  private static final LoadingCache<String, Pattern> COMPILED =
      Caffeine.newBuilder().maximumSize(KEPT).build(Patterns::compile);

  private Patterns() {}

  /// Whether the pattern occurs in the text.
  public static boolean find(String text, String pattern) {
    try {
      checkLength(pattern);
      return COMPILED.get(pattern).matcher(text).find();
    } catch (Told e) {
      throw e.throughCel();
    }
  }

  /// What is wrong with a pattern; empty for a good one.
  public static Optional<String> flaw(String pattern) {
    try {
      checkLength(pattern);
      compile(pattern);
      return Optional.empty();
    } catch (Told e) {
      return Optional.of(e.words().english());
    }
  }

  private static void checkLength(String pattern) {
    if (pattern.length() > LENGTH_LIMIT) {
      throw new Told(TOO_LONG);
    }
  }

  public static Pattern compile(String text) {
    try {
      Pattern pattern = Pattern.compile(text);
      if (pattern.programSize() > PROGRAM_LIMIT) {
        throw new Told(new Words("the regular expression repeats too much", "正则表达式的重复次数过多"));
      }
      return pattern;
    } catch (PatternSyntaxException e) {
      throw new Told(
          new Words("not a regular expression of the RE2 kind", "不是 RE2 形式的正则表达式")
              .because(Words.same(e.getDescription())));
    }
  }
}
