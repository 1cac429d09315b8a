package dev.posthouse.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@NullMarked
final class SizesTest {
  @ParameterizedTest
  @CsvSource({
    "0B,0,0B",
    "999B,999,999B",
    "500KB,500000,500KB",
    "20 MB,20000000,20MB",
    "1500GB,1500000000000,1500GB",
    "2000GB,2000000000000,2TB",
    "9000000TB,9000000000000000000,9000000TB"
  })
  void reads_what_people_write_and_writes_it_in_the_largest_unit_that_keeps_it_whole(
      String text, long meant, String written) {
    assertThat(Sizes.parse(text)).isEqualTo(meant);
    assertThat(Sizes.format(meant)).isEqualTo(written);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "GB", "-1GB", "1.5GB", "10gb", "10 GiB", "1PB", "10000000TB"})
  void refuses_anything_else_with_examples(String text) {
    assertThatThrownBy(() -> Sizes.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + text + "\" is not a size; write 500KB, 20MB, 10GB");
  }
}
