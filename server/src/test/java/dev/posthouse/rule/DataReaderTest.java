package dev.posthouse.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.values.NullValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

class DataReaderTest {
  @Test
  void keeps_whole_numbers_exact_as_far_as_64_bits_go() {
    assertThat(read("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
    assertThat(read("-9223372036854775808")).isEqualTo(Long.MIN_VALUE);
    assertThat(read("9223372036854775808")).isEqualTo(UnsignedLong.valueOf("9223372036854775808"));
    assertThat(read("18446744073709551615")).isEqualTo(UnsignedLong.MAX_VALUE);
    assertThat(read("18446744073709551616")).isEqualTo(0x1p64);
    assertThat(read("-9223372036854775809")).isEqualTo(-0x1p63);
    assertThat(read("1e2")).isEqualTo(100.0);
    assertThat(read("1e999")).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void reads_every_kind_of_value() {
    assertThat(read(" {\"a\": [1, 2.5, \"x\", true, false, null, {}, []]} "))
        .isEqualTo(
            Map.of(
                "a",
                Arrays.asList(
                    1L, 2.5, "x", true, false, NullValue.NULL_VALUE, Map.of(), List.of())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{", "[1,]", "{\"a\"}", "1 2", "nul", "'a'", "[1}"})
  void refuses_what_is_not_one_value(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(JacksonException.class);
  }

  private static Object read(String json) {
    return DataReader.read(json.getBytes(StandardCharsets.UTF_8));
  }
}
