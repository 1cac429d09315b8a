package dev.posthouse.json;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NullMarked
final class JsonTest {
  @Test
  void keeps_every_digit_of_a_fraction() {
    assertThat(Json.text(Json.parse(utf8("{\"total\":120.50}")))).isEqualTo("{\"total\":120.50}");
  }

  @Test
  void skips_a_byte_order_mark() {
    assertThat(Json.parse(utf8("\uFEFF[1]")).size()).isEqualTo(1);
  }

  @Test
  void says_where_the_syntax_is_wrong() {
    Malformed flaw = refused(utf8("{\n  \"a\": 1,\n  b: 2}"));
    assertThat(flaw.line()).isEqualTo(3);
    assertThat(flaw.column()).isBetween(3, 4);
    assertThat(flaw.problem()).doesNotContain("StreamRead").doesNotContain("(code");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0e-99999999999999", "-1e99999999999999", "1e-2147483648"})
  void says_where_a_number_is_beyond_all_bounds(String number) {
    Malformed flaw = refused(utf8("{\"a\": 1,\n \"b\": " + number + "}"));
    assertThat(flaw.line()).isEqualTo(2);
    assertThat(flaw.column()).isEqualTo(7);
    assertThat(flaw.problem()).isEqualTo("a number is too large or too small to be read");
  }

  @Test
  void refuses_a_duplicate_key_by_name() {
    assertThat(refused(utf8("{\"a\":{\"b\":1,\n\"b\":2}}")).getMessage())
        .contains("\"b\"")
        .startsWith("line 2");
  }

  @Test
  void reads_100_levels_and_refuses_101() {
    assertThat(Json.parse(utf8("[".repeat(100) + "]".repeat(100))).isArray()).isTrue();
    assertThat(refused(utf8("[".repeat(101) + "]".repeat(101))).problem()).contains("100");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "  ", "{", "[1,]", "{}{}", "[1] x", "'a'", "NaN", "{\"a\":01}", "\"\u0001\""})
  void refuses_what_is_not_exactly_one_value(String text) {
    assertThat(refused(utf8(text)).line()).isPositive();
  }

  @Test
  void refuses_other_encodings_and_broken_utf_8() {
    refused("{\"a\":1}".getBytes(UTF_16BE));
    refused(new byte[] {'"', (byte) 0xC3, '"'});
  }

  @Test
  void reads_a_part_of_the_bytes() {
    assertThat(Json.parse(utf8("xx[7]yy"), 2, 3).get(0).intValue()).isEqualTo(7);
  }

  private static Malformed refused(byte[] bytes) {
    var thrown = catchThrowableOfType(Malformed.class, () -> Json.parse(bytes));
    assertThat(thrown).isNotNull();
    return thrown;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }
}
