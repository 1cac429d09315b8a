package dev.posthouse.webhooks.change;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.webhooks.change.Ruling.State;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulingTest {
  @ParameterizedTest
  @CsvSource({
    "-,   A@1, baseline, A@1",
    "A@1, A@2, unchanged, A@2",
    "A@2, B@1, stale,    A@2",
    "A@2, A@1, stale,    A@2",
    "A@1, B@1, changed,  B@1",
    "A@1, B,   changed,  B@1",
    "A,   B@1, changed,  B@1",
    "A,   B,   changed,  B"
  })
  void a_snapshot_is_ruled_by_state_and_moment(
      String before, String now, String finding, String then) {
    Ruling ruling =
        Ruling.of(before.equals("-") ? State.NONE : state(before), state(now), Missing.BASELINE);

    assertThat(ruling.finding().word()).isEqualTo(finding);
    assertThat(ruling.remembered()).map(RulingTest::text).contains(then);
  }

  @Test
  void an_unknown_subject_is_what_it_is_said_to_be() {
    assertThat(Ruling.of(State.NONE, state("A"), Missing.DELIVER).finding())
        .isEqualTo(Finding.UNKNOWN);
    assertThat(Ruling.of(State.NONE, state("A"), Missing.SKIP))
        .isEqualTo(new Ruling(Finding.SKIPPED, Optional.empty()));
  }

  @Test
  void what_says_where_to_begin_never_takes_the_place_of_what_is_known() {
    assertThat(Ruling.begin(State.NONE, state("A@1")).finding()).isEqualTo(Finding.BASELINE);
    assertThat(Ruling.begin(state("A@1"), state("B@9")).remembered())
        .map(RulingTest::text)
        .contains("A@1");
  }

  @Test
  void of_several_groups_all_must_differ_and_the_state_moves_on_nonetheless() {
    State before = new State(bytes('A', 'A'), Optional.empty());
    Ruling one = Ruling.of(before, new State(bytes('A', 'B'), Optional.empty()), Missing.BASELINE);
    Ruling both = Ruling.of(before, new State(bytes('B', 'B'), Optional.empty()), Missing.BASELINE);

    assertThat(one.finding()).isEqualTo(Finding.UNCHANGED);
    assertThat(one.remembered().orElseThrow().hash()).isEqualTo(bytes('A', 'B'));
    assertThat(both.finding()).isEqualTo(Finding.CHANGED);
  }

  private static byte[] bytes(char... groups) {
    byte[] bytes = new byte[groups.length * Watched.HASH];
    for (int i = 0; i < groups.length; i++) {
      Arrays.fill(bytes, i * Watched.HASH, (i + 1) * Watched.HASH, (byte) groups[i]);
    }
    return bytes;
  }

  private static State state(String text) {
    String[] parts = text.split("@", -1);
    return new State(
        bytes(parts[0].charAt(0)),
        parts.length == 1
            ? Optional.empty()
            : Optional.of(Instant.ofEpochSecond(Integer.parseInt(parts[1]))));
  }

  private static String text(State state) {
    return (char) state.hash()[0] + state.asOf().map(t -> "@" + t.getEpochSecond()).orElse("");
  }
}
