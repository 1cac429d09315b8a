package dev.posthouse.document;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations and rates as they are said in Chinese, `30 秒` and `100 请求/分钟`, and as the JSON forms
/// have them, `30s` and `100/min`. What is neither passes unchanged, for the forms to refuse.
final class Spoken {
  private static final Pattern DURATION =
      Pattern.compile("(\\d{1,15}) ?(毫秒|秒钟|秒|分钟|分|小时|天|日|seconds?|minutes?|hours?|days?)");
  private static final Pattern RATE =
      Pattern.compile("(\\d{1,7}) ?(?:个?请求|次|requests?)? ?/ ?(?:每)?(秒钟|秒|分钟|分|小时|[a-z]+)");
  private static final Pattern SHORT_DURATION = Pattern.compile("(\\d+)(ms|s|m|h|d)");
  private static final Pattern SHORT_RATE = Pattern.compile("(\\d+)/(s|min|h)");

  private static final Map<String, String> DURATION_UNITS =
      Map.ofEntries(
          Map.entry("毫秒", "ms"),
          Map.entry("秒", "s"),
          Map.entry("秒钟", "s"),
          Map.entry("分", "m"),
          Map.entry("分钟", "m"),
          Map.entry("小时", "h"),
          Map.entry("天", "d"),
          Map.entry("日", "d"));
  private static final Map<String, String> RATE_UNITS =
      Map.of("秒", "s", "秒钟", "s", "分", "min", "分钟", "min", "小时", "h");
  private static final Map<String, String> CHINESE_DURATIONS =
      Map.of("ms", "毫秒", "s", "秒", "m", "分钟", "h", "小时", "d", "天");
  private static final Map<String, String> CHINESE_RATES = Map.of("s", "秒", "min", "分钟", "h", "小时");

  private Spoken() {}

  static String duration(String said) {
    Matcher form = DURATION.matcher(said.strip());
    if (!form.matches()) {
      return said;
    }
    String unit = form.group(2);
    return form.group(1) + DURATION_UNITS.getOrDefault(unit, unit.substring(0, 1));
  }

  static String rate(String said) {
    Matcher form = RATE.matcher(said.strip());
    if (!form.matches()) {
      return said;
    }
    String unit = form.group(2);
    return form.group(1) + "/" + RATE_UNITS.getOrDefault(unit, unit);
  }

  static String duration(String form, Language language) {
    Matcher parts = SHORT_DURATION.matcher(form);
    boolean chinese = language == Language.CHINESE && parts.matches();
    return chinese ? parts.group(1) + " " + CHINESE_DURATIONS.get(parts.group(2)) : form;
  }

  static String rate(String form, Language language) {
    Matcher parts = SHORT_RATE.matcher(form);
    boolean chinese = language == Language.CHINESE && parts.matches();
    return chinese ? parts.group(1) + " 请求/" + CHINESE_RATES.get(parts.group(2)) : form;
  }
}
