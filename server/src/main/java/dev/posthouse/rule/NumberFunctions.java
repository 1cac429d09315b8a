package dev.posthouse.rule;

import dev.cel.common.types.SimpleType;
import dev.posthouse.rule.Definition.Parameter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.NumberFormat;
import java.util.Currency;
import java.util.List;
import java.util.Locale;

/// Functions that write and round numbers. All round half away from zero, as trade does.
final class NumberFunctions {
  private static final int PATTERN_LIMIT = 100;
  private static final int DIGITS = 15;
  private static final char NO_BREAK_SPACE = '\u00a0';
  private static final Parameter NUMBER = Parameter.of(Kind.NUMBER);
  private static final Parameter LOCALE = new Parameter(Kind.TEXT, Locales::of);

  private NumberFunctions() {}

  static List<Definition> all() {
    return List.of(formatNumber(), formatCurrency(), round(), chineseAmount());
  }

  private static Definition formatNumber() {
    return new Definition(
        new TemplateFunction(
            "formatNumber",
            "formatNumber(number, pattern[, locale])",
            "The number in the pattern of java.text.DecimalFormat, with the signs of the locale (en if none is given).",
            "按 java.text.DecimalFormat 的格式书写数字，使用区域设置的符号（默认为 en）。",
            "formatNumber(1234.5, '#,##0.00')",
            "\"1,234.50\"",
            false),
        List.of(
            NUMBER, new Parameter(Kind.TEXT, pattern -> format(pattern, Locale.ENGLISH)), LOCALE),
        2,
        SimpleType.STRING,
        arguments -> {
          Locale locale = Locales.of(arguments.text(2, Locales.DEFAULT));
          return Texts.built(written(format(arguments.text(1), locale), arguments.number(0)));
        });
  }

  /// Without a sign where nothing is left of a negative number.
  private static String written(NumberFormat format, BigDecimal number) {
    String zero = format.format(BigDecimal.ZERO);
    return format.format(number.abs()).equals(zero) ? zero : format.format(number);
  }

  private static DecimalFormat format(String pattern, Locale locale) {
    try {
      if (pattern.length() <= PATTERN_LIMIT) {
        var format = new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(locale));
        format.setRoundingMode(RoundingMode.HALF_UP);
        return format;
      }
    } catch (IllegalArgumentException e) {
      throw new Told(
              new Words(
                  "\"%s\" is no pattern of a number, such as #,##0.00".formatted(pattern),
                  "\"%s\" 不是数字格式，正确的例如 #,##0.00".formatted(pattern)))
          .throughCel();
    }
    throw new Told(new Words("a pattern of a number has at most 100 characters", "数字格式最多 100 个字符"))
        .throughCel();
  }

  private static Definition formatCurrency() {
    return new Definition(
        new TemplateFunction(
            "formatCurrency",
            "formatCurrency(number, currency[, locale])",
            "The amount with the sign of the currency (ISO 4217) and as many digits as it has, as the locale (en if none is given) writes it. Between sign and amount may stand a no-break space.",
            "带货币符号（ISO 4217 货币代码）和该货币小数位数的金额，按区域设置的习惯书写（默认为 en）。符号与金额之间可能是不换行空格。",
            "formatCurrency('1234.5', 'CNY', 'zh-CN')",
            "\"¥1,234.50\"",
            false),
        List.of(NUMBER, new Parameter(Kind.TEXT, NumberFunctions::currency), LOCALE),
        2,
        SimpleType.STRING,
        arguments -> {
          Currency currency = currency(arguments.text(1));
          Locale locale = Locales.of(arguments.text(2, Locales.DEFAULT));
          NumberFormat format = NumberFormat.getCurrencyInstance(locale);
          int digits = Math.max(0, currency.getDefaultFractionDigits());
          format.setCurrency(currency);
          format.setMinimumFractionDigits(digits);
          format.setMaximumFractionDigits(digits);
          format.setRoundingMode(RoundingMode.HALF_UP);
          return Texts.built(
              spaced(written(format, arguments.number(0)), currency.getSymbol(locale)));
        });
  }

  /// A sign that consists of letters stands apart from the digits (Unicode CLDR, currencySpacing),
  /// which the JDK does not see to.
  private static String spaced(String text, String sign) {
    int begin = text.indexOf(sign);
    int end = begin + sign.length();
    if (begin < 0 || sign.isEmpty()) {
      return text;
    }
    if (end < text.length()
        && Character.isLetter(text.charAt(end - 1))
        && Character.isDigit(text.charAt(end))) {
      return text.substring(0, end) + NO_BREAK_SPACE + text.substring(end);
    }
    if (begin > 0
        && Character.isLetter(text.charAt(begin))
        && Character.isDigit(text.charAt(begin - 1))) {
      return text.substring(0, begin) + NO_BREAK_SPACE + text.substring(begin);
    }
    return text;
  }

  private static Currency currency(String code) {
    try {
      return Currency.getInstance(code);
    } catch (IllegalArgumentException e) {
      Words shown = Path.shown(code);
      throw new Told(
              new Words(
                  "there is no currency " + shown.english() + "; write its code, such as MYR",
                  "没有货币 " + shown.chinese() + "；请写货币代码，例如 MYR"))
          .throughCel();
    }
  }

  private static Definition round() {
    return new Definition(
        new TemplateFunction(
            "round",
            "round(number[, digits])",
            "The number rounded to so many digits behind the point (0 if none are given), a half away from zero.",
            "四舍五入到小数点后若干位（默认为 0）。",
            "round(0.1 + 0.2, 2)",
            "0.3",
            false),
        List.of(NUMBER, Parameter.of(Kind.WHOLE)),
        1,
        SimpleType.DYN,
        arguments -> {
          int digits = arguments.has(1) ? arguments.whole(1, -DIGITS, DIGITS) : 0;
          BigDecimal rounded = arguments.number(0).setScale(digits, RoundingMode.HALF_UP);
          return digits <= 0 && rounded.toBigInteger().bitLength() < Long.SIZE
              ? (Object) rounded.longValueExact()
              : (Object) fraction(rounded);
        });
  }

  /// @throws Told if digits would be lost
  private static double fraction(BigDecimal exact) {
    double fraction = exact.doubleValue();
    if (Double.isFinite(fraction) && BigDecimal.valueOf(fraction).compareTo(exact) == 0) {
      return fraction;
    }
    Words shown = Path.shown(exact);
    throw new Told(
            new Words(
                shown.english() + " has too many digits to be computed with; use `formatNumber`",
                shown.chinese() + " 位数过多，无法参与运算；请改用 `formatNumber`"))
        .throughCel();
  }

  private static Definition chineseAmount() {
    return new Definition(
        new TemplateFunction(
            "chineseAmount",
            "chineseAmount(number)",
            "The amount in Chinese capitals, as invoices and cheques want it, rounded to fen.",
            "中文大写金额，四舍五入到分，用于发票和票据。",
            "chineseAmount(1280)",
            "\"壹仟贰佰捌拾元整\"",
            false),
        List.of(NUMBER),
        1,
        SimpleType.STRING,
        arguments -> {
          BigDecimal amount = arguments.number(0);
          return Texts.built(
              ChineseAmount.write(amount)
                  .orElseThrow(() ->
                      arguments.wrong(0, "an amount below 10,000,000,000,000,000", "小于一亿亿的金额")));
        });
  }
}
