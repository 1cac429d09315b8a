package dev.posthouse.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.event.Header;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LinesTest {
  private static final List<Header> TWO =
      List.of(new Header("a", "1\\\n2\r: 3"), new Header("b", "四"));

  @Test
  void values_come_back_with_their_line_ends_and_backslashes() {
    assertThat(Lines.headers(Lines.write(TWO))).isEqualTo(TWO);
    assertThat(Lines.map(Lines.write(Map.of("trace", "a\nb")))).isEqualTo(Map.of("trace", "a\nb"));
  }

  @Test
  void what_does_not_fit_is_cut_after_a_whole_line() {
    int whole = Lines.write(TWO).length;
    int first = new String(Lines.write(TWO.subList(0, 1)), UTF_8).length();

    assertThat(Lines.headers(Lines.head(TWO, whole))).isEqualTo(TWO);
    assertThat(Lines.headers(Lines.head(TWO, whole - 1))).isEqualTo(TWO.subList(0, 1));
    assertThat(Lines.headers(Lines.head(TWO, first))).isEqualTo(TWO.subList(0, 1));
    assertThat(Lines.head(TWO, first - 1)).isEmpty();
  }
}
