package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class MainTest {
  @Test
  void numbers_read_the_same_wherever_the_process_runs() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat("%,d".formatted(10_000)).isNotEqualTo("10,000");

      assertThat(Main.run(List.of("version"))).isZero();

      assertThat("%,d".formatted(10_000)).isEqualTo("10,000");
    } finally {
      Locale.setDefault(before);
    }
  }
}
