package dev.posthouse.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChineseAmountTest {
  /// The first eight are the examples of the rules themselves.
  @ParameterizedTest
  @CsvSource({
    "1409.50, 壹仟肆佰零玖元伍角",
    "6007.14, 陆仟零柒元壹角肆分",
    "1680.32, 壹仟陆佰捌拾元零叁角贰分",
    "107000.53, 壹拾万柒仟元零伍角叁分",
    "16409.02, 壹万陆仟肆佰零玖元零贰分",
    "325.04, 叁佰贰拾伍元零肆分",
    "10, 壹拾元整",
    "1280, 壹仟贰佰捌拾元整",
    "0, 零元整",
    "0.00, 零元整",
    "0.01, 壹分",
    "0.10, 壹角",
    "0.55, 伍角伍分",
    "1, 壹元整",
    "1.05, 壹元零伍分",
    "1.50, 壹元伍角",
    "20.50, 贰拾元零伍角",
    "101, 壹佰零壹元整",
    "110, 壹佰壹拾元整",
    "1001, 壹仟零壹元整",
    "1010, 壹仟零壹拾元整",
    "1234.56, 壹仟贰佰叁拾肆元伍角陆分",
    "10000, 壹万元整",
    "10001, 壹万零壹元整",
    "10010.01, 壹万零壹拾元零壹分",
    "100000, 壹拾万元整",
    "105000, 壹拾万伍仟元整",
    "1000000, 壹佰万元整",
    "1000001, 壹佰万零壹元整",
    "20030400.05, 贰仟零叁万零肆佰元零伍分",
    "100000000, 壹亿元整",
    "100000005, 壹亿零伍元整",
    "100050000, 壹亿零伍万元整",
    "112345678.90, 壹亿壹仟贰佰叁拾肆万伍仟陆佰柒拾捌元玖角",
    "1000010000000, 壹万亿零壹仟万元整",
    "1000000000000, 壹万亿元整",
    "1000100000000, 壹万零壹亿元整",
    "9999999999999999.99, 玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分",
    "-120.5, 负壹佰贰拾元零伍角",
    "-0.01, 负壹分",
    "-0.004, 零元整",
    "0.005, 壹分",
    "1.995, 贰元整",
    "99.994, 玖拾玖元玖角玖分",
    "1E+3, 壹仟元整",
  })
  void writes_amounts_as_bills_want_them(BigDecimal amount, String text) {
    assertThat(ChineseAmount.write(amount)).contains(text);
  }

  @Test
  void beyond_the_largest_place_there_is_no_form() {
    assertThat(ChineseAmount.write(new BigDecimal("9999999999999999.994"))).isPresent();
    assertThat(ChineseAmount.write(new BigDecimal("9999999999999999.995"))).isEmpty();
    assertThat(ChineseAmount.write(new BigDecimal("-1e16"))).isEmpty();
    assertThat(ChineseAmount.write(new BigDecimal("1e300"))).isEmpty();
  }
}
