package dev.posthouse.rule;

import java.text.NumberFormat;
import java.util.Locale;
import java.util.Set;

/// The languages and countries whose customs the JDK knows (Unicode CLDR).
final class Locales {
  static final String DEFAULT = "en";
  private static final int SHOWN = 40;

  private static final Set<Locale> KNOWN = Set.of(NumberFormat.getAvailableLocales());

  private Locales() {}

  /// @throws Told if there is no such locale
  static Locale of(String tag) {
    Locale locale = Locale.forLanguageTag(tag.replace('_', '-'));
    if (!locale.getLanguage().isEmpty() && KNOWN.contains(locale)) {
      return locale;
    }
    String shown = Texts.shortened(tag, SHOWN);
    throw new Told(
            new Words(
                "there is no locale \"%s\"; write one like zh-CN, en-MY or ms-MY".formatted(shown),
                "没有区域设置 \"%s\"；请写成 zh-CN、en-MY 或 ms-MY 的形式".formatted(shown)))
        .throughCel();
  }
}
