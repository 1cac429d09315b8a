package dev.posthouse.rule;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Locale;
import java.util.Optional;

/// Regular expressions of the RE2 kind, which take time in proportion to the text; compiled once.
public final class Patterns {
  /// In characters. Longer ones are lists of words, for which `in` is better.
  static final int LENGTH_LIMIT = 1_000;

  /// In steps of the compiled form, which counted repetition multiplies. Each character of a text
  /// may be held against all of them.
  static final int PROGRAM_LIMIT = 2_000;

  private static final Words TOO_LONG =
      new Words(
          String.format(
              Locale.ROOT, "a regular expression has at most %,d characters", LENGTH_LIMIT),
          String.format(Locale.ROOT, "正则表达式最多 %,d 个字符", LENGTH_LIMIT));

  private static final int KEPT = 1_000;

  private static final LoadingCache<String, Pattern> COMPILED =
      Caffeine.newBuilder().maximumSize(KEPT).build(Patterns::compile);

  private Patterns() {}

  /// Whether the pattern occurs in the text.
  public static boolean find(String text, String pattern) {
    try {
      return COMPILED.get(pattern).matcher(text).find();
    } catch (Told e) {
      throw e.throughCel();
    }
  }

  /// What is wrong with a pattern; empty for a good one.
  public static Optional<String> flaw(String pattern) {
    try {
      compile(pattern);
      return Optional.empty();
    } catch (Told e) {
      return Optional.of(e.words().english());
    }
  }

  static int steps(String pattern) {
    try {
      return COMPILED.get(pattern).programSize();
    } catch (Told e) {
      throw e.throughCel();
    }
  }

  /// @throws Told if it is none, or too much
  public static Pattern compile(String text) {
    if (text.length() > LENGTH_LIMIT) {
      throw new Told(TOO_LONG);
    }
    try {
      Pattern pattern = Pattern.compile(text);
      if (pattern.programSize() > PROGRAM_LIMIT) {
        Meter.current().ifPresent(meter -> meter.compile(pattern.programSize()));
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
