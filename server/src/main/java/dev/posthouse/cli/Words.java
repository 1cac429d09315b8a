package dev.posthouse.cli;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;

/// Every text the commands say, in English or in Chinese.
public final class Words {
  private static final String BUNDLE = "dev.posthouse.cli.messages";
  private static final List<String> VARIABLES = List.of("LC_ALL", "LC_MESSAGES", "LANG");
  private static final ResourceBundle.Control NO_FALLBACK =
      ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

  private final boolean chinese;
  private final ResourceBundle bundle;

  private Words(boolean chinese) {
    this.chinese = chinese;
    this.bundle =
        ResourceBundle.getBundle(BUNDLE, chinese ? Locale.CHINESE : Locale.ROOT, NO_FALLBACK);
  }

  static Words english() {
    return new Words(false);
  }

  static Words chinese() {
    return new Words(true);
  }

  /// In the language that the locale of the environment names.
  public static Words of(Map<String, String> variables) {
    return new Words(locale(variables).startsWith("zh"));
  }

  /// UTF-8, unless the locale names another character set, such as `zh_CN.GB18030`.
  public static Charset charset(Map<String, String> variables) {
    String locale = locale(variables);
    String name = locale.substring(locale.indexOf('.') + 1).split("@", 2)[0];
    boolean named = locale.contains(".") && !name.isEmpty();
    return named ? Charset.forName(name, StandardCharsets.UTF_8) : StandardCharsets.UTF_8;
  }

  private static String locale(Map<String, String> variables) {
    return VARIABLES.stream()
        .map(name -> variables.getOrDefault(name, ""))
        .filter(value -> !value.isEmpty())
        .findFirst()
        .orElse("");
  }

  /// @param values for the `%s` of the text, in order
  String say(String key, Object... values) {
    return String.format(Locale.ROOT, bundle.getString(key), values);
  }

  /// `one` or `many` by the number, which is also the text's value.
  String count(String key, long number) {
    return say(key + (number == 1 ? ".one" : ".many"), number);
  }

  boolean has(String key) {
    return bundle.containsKey(key);
  }

  public boolean isChinese() {
    return chinese;
  }

  ResourceBundle bundle() {
    return bundle;
  }

  /// As the server names languages.
  String language() {
    return chinese ? "zh-CN" : "en";
  }
}
