package dev.posthouse.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SpellingTest {
  @Test
  void the_nearest_known_name_is_guessed() {
    assertThat(Spelling.nearest("totla", List.of("title", "total", "Totla1"))).hasValue("total");
    assertThat(Spelling.nearest("STATUS", List.of("state", "status"))).hasValue("status");
    assertThat(Spelling.hint("secert", List.of("secret"))).isEqualTo("; did you mean \"secret\"?");
  }

  @Test
  void what_is_too_different_is_no_guess() {
    assertThat(Spelling.nearest("customer", List.of("total", "status"))).isEmpty();
    assertThat(Spelling.nearest("ab", List.of("cd"))).isEmpty();
  }

  @Test
  @Timeout(5)
  void very_long_names_are_not_compared() {
    String name = "x".repeat(100_000);

    assertThat(Spelling.nearest(name, List.of(name + "y"))).isEmpty();
    assertThat(Spelling.nearest("short", List.of(name))).isEmpty();
  }
}
