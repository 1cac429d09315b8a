package dev.posthouse.rule;

import java.util.Collection;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What Posthouse says to people about one event, in both languages, each written for itself.
public record Words(String english, String chinese) {
  /// The same in both languages: a value, a name, a piece of code.
  static Words same(String text) {
    return new Words(text, text);
  }

  /// One sentence made of several: what follows gives the reason for, or the values behind, this.
  public Words because(Words reason) {
    return new Words(english + ": " + reason.english, chinese + "：" + reason.chinese);
  }

  /// The Chinese for "is this". A space stands between Chinese and other letters, and nowhere else.
  String copula() {
    boolean han = Character.isIdeographic(chinese.codePointAt(0));
    return han ? "是" + chinese : "是 " + chinese;
  }

  static Words list(Collection<Words> all) {
    return new Words(join(all, Words::english, ", "), join(all, Words::chinese, "，"));
  }

  private static String join(
      Collection<Words> all, Function<Words, String> language, String between) {
    return all.stream().map(language).distinct().collect(Collectors.joining(between));
  }

  /// The English, for logs and for answers that have but one language.
  @Override
  public String toString() {
    return english;
  }
}
