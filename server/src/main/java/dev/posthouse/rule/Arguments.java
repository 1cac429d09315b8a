package dev.posthouse.rule;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.values.CelByteString;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/// The arguments of a call to a function of ours, each read as what the function wants.
record Arguments(String function, Object[] values) {
  /// Characters of a number that is given as a text.
  private static final int NUMBER_LIMIT = 100;

  /// Digits before or behind the point; a double has at most so many.
  private static final int DIGIT_LIMIT = 400;

  boolean has(int index) {
    return index < values.length;
  }

  Object value(int index) {
    return values[index];
  }

  String text(int index) {
    if (values[index] instanceof String text) {
      Meter.read(text);
      return text;
    }
    throw wrong(index, "a text", "文本");
  }

  String text(int index, String otherwise) {
    return has(index) ? text(index) : otherwise;
  }

  /// From `least` to `most`.
  int whole(int index, int least, int most) {
    if (values[index] instanceof Long number && number >= least && number <= most) {
      return number.intValue();
    }
    String range = "%d–%d".formatted(least, most);
    throw wrong(index, "a whole number " + range, "整数 " + range);
  }

  List<?> list(int index) {
    if (values[index] instanceof List<?> list) {
      return list;
    }
    throw wrong(index, "a list", "列表");
  }

  /// A text, or a number or truth as JSON writes it.
  String word(int index) {
    return word(index, values[index]);
  }

  /// The same for an item of a list that is the argument.
  String word(int index, Object value) {
    return switch (value) {
      case String text -> {
        Meter.read(text);
        yield text;
      }
      case Number number -> Values.number(number);
      case Boolean truth -> truth.toString();
      default -> throw wrong(index, "a text or a number", "文本或数字");
    };
  }

  /// Exact; a fraction from JSON counts as the shortest decimal that means the same double.
  BigDecimal number(int index) {
    BigDecimal number =
        switch (values[index]) {
          case Long whole -> BigDecimal.valueOf(whole);
          case UnsignedLong whole -> new BigDecimal(whole.bigIntegerValue());
          case Double fraction when Double.isFinite(fraction) -> BigDecimal.valueOf(fraction);
          case String text -> number(index, text(index).strip());
          default -> throw wrong(index, "a number", "数字");
        };
    if (Math.abs((long) number.precision() - number.scale()) > DIGIT_LIMIT
        || Math.abs((long) number.scale()) > DIGIT_LIMIT) {
      throw wrong(index, "a number of at most 400 digits", "不超过 400 位的数字");
    }
    return number;
  }

  private BigDecimal number(int index, String text) {
    try {
      if (text.length() <= NUMBER_LIMIT) {
        return new BigDecimal(text);
      }
    } catch (NumberFormatException e) {
      throw wrong(index, "a number such as 120.50", "数字，例如 120.50");
    }
    throw wrong(index, "a number of at most 100 characters", "不超过 100 个字符的数字");
  }

  /// @param zone of a text that does not tell its own
  Instant time(int index, ZoneId zone) {
    return switch (values[index]) {
      case Instant time -> time;
      case String text -> Times.parse(text(index), zone);
      default -> throw wrong(index, "a time", "时间");
    };
  }

  byte[] bytes(int index) {
    return switch (values[index]) {
      case CelByteString bytes -> {
        Meter.read(bytes);
        yield bytes.toByteArray();
      }
      default -> Texts.utf8(text(index));
    };
  }

  RuntimeException wrong(int index, String wanted, String wantedChinese) {
    Words seen = Path.shown(values[index]);
    return new Told(
            new Words(
                "argument %d of `%s` must be %s, not %s"
                    .formatted(index + 1, function, wanted, seen.english()),
                "`%s` 的第 %d 个参数必须是%s，而不是 %s"
                    .formatted(function, index + 1, wantedChinese, seen.chinese())))
        .throughCel();
  }
}
