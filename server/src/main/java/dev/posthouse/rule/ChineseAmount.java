package dev.posthouse.rule;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/// Amounts in Chinese capitals (大写金额), by the People's Bank of China's rules for filling in bills
/// (《支付结算办法》附一《正确填写票据和结算凭证的基本规定》, 一 to 四). Where they leave a choice, it is the form that they
/// print first: 零 after 元 when the digit before it is 0 (壹仟陆佰捌拾元零叁角贰分), and no 整 after 角.
final class ChineseAmount {
  private static final String DIGITS = "零壹贰叁肆伍陆柒捌玖";
  private static final String[] PLACES = {"", "拾", "佰", "仟"};
  private static final int FEN_A_YUAN = 100;
  private static final int GROUP = 10_000;
  private static final int HUNDRED_MILLION = 100_000_000;

  /// 9999 万亿 and some.
  private static final int MOST_DIGITS = 16;

  private ChineseAmount() {}

  /// Empty for amounts that have no such form because they are too large.
  static Optional<String> write(BigDecimal amount) {
    BigDecimal fen = amount.movePointRight(2).setScale(0, RoundingMode.HALF_UP);
    if (fen.precision() > MOST_DIGITS + 2) {
      return Optional.empty();
    }
    long absolute = fen.abs().longValueExact();
    return Optional.of((fen.signum() < 0 ? "负" : "") + write(absolute));
  }

  private static String write(long fen) {
    long yuan = fen / FEN_A_YUAN;
    int jiao = (int) (fen % FEN_A_YUAN / 10);
    int rest = (int) (fen % 10);
    String whole = yuan == 0 ? "" : whole(yuan) + "元";
    if (jiao == 0 && rest == 0) {
      return (yuan == 0 ? "零元" : whole) + "整";
    }
    boolean zero = yuan > 0 && (jiao == 0 || yuan % 10 == 0);
    return whole
        + (zero ? "零" : "")
        + (jiao == 0 ? "" : digit(jiao) + "角")
        + (rest == 0 ? "" : digit(rest) + "分");
  }

  private static String whole(long yuan) {
    int high = (int) (yuan / HUNDRED_MILLION);
    int low = (int) (yuan % HUNDRED_MILLION);
    String text = belowHundredMillion(low);
    if (high == 0) {
      return text;
    }
    boolean skipped = low > 0 && (low < HUNDRED_MILLION / 10 || high % GROUP == 0);
    return belowHundredMillion(high) + "亿" + (skipped ? "零" : "") + text;
  }

  private static String belowHundredMillion(int number) {
    int high = number / GROUP;
    int low = number % GROUP;
    boolean skipped = low > 0 && low < GROUP / 10;
    return high == 0 ? group(low) : group(high) + "万" + (skipped ? "零" : "") + group(low);
  }

  /// Below ten thousand.
  private static String group(int number) {
    StringBuilder text = new StringBuilder();
    boolean skipped = false;
    for (int place = PLACES.length - 1, unit = GROUP / 10; place >= 0; place--, unit /= 10) {
      int digit = number / unit % 10;
      if (digit == 0) {
        skipped = !text.isEmpty();
      } else {
        text.append(skipped ? "零" : "").append(digit(digit)).append(PLACES[place]);
        skipped = false;
      }
    }
    return text.toString();
  }

  private static char digit(int digit) {
    return DIGITS.charAt(digit);
  }
}
