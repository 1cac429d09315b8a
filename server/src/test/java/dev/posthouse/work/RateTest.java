package dev.posthouse.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@NullMarked
final class RateTest {
  @ParameterizedTest
  @CsvSource({"10/s,10,1s", "100/min,100,60s", "5000/h,5000,3600s"})
  void reads_and_writes_the_same_form(String text, int starts, String window) {
    var rate = Rate.parse(text);
    assertThat(rate).isEqualTo(new Rate(starts, Duration.parse("PT" + window)));
    assertThat(rate.text()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "100", "0/s", "-1/s", "1.5/s", "100/week", "99999999/s", "/min"})
  void refuses_anything_else_with_an_example(String text) {
    assertThatThrownBy(() -> Rate.parse(text)).hasMessageContaining("100/min");
  }

  @ParameterizedTest
  @CsvSource({
    "10/s,     10,  PT2S",
    "100/min,   1,  PT12S",
    "600/min,  10,  PT2S",
    "1/h,       1,  PT20H",
    "9999/s,  250,  PT0.002S",
  })
  void tells_what_starts_in_a_second_and_how_long_starts_take(
      String rate, int inASecond, Duration twenty) {
    assertThat(Rate.parse(rate).inASecond(250)).isEqualTo(inASecond);
    assertThat(Rate.parse(rate).timeOf(20).truncatedTo(ChronoUnit.MILLIS)).isEqualTo(twenty);
  }
}
