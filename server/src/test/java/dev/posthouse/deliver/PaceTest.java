package dev.posthouse.deliver;

import static dev.posthouse.deliver.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.work.Rate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void allows_a_full_window_at_once_and_no_more() {
    var pace = new Pace(new Rate(3, SECOND));
    for (int i = 0; i < 3; i++) {
      assertThat(pace.free()).isBeforeOrEqualTo(NOON);
      pace.departed(pace.start(), NOON);
    }
    assertThat(pace.free()).isAfter(NOON.plus(SECOND)).isBefore(NOON.plusMillis(1_010));
  }

  @Test
  void counts_from_the_wire_not_from_the_decision() {
    var pace = new Pace(new Rate(1, SECOND));
    long start = pace.start();
    assertThat(pace.free()).isEqualTo(Instant.MAX);
    pace.departed(start, NOON);
    pace.departed(start, NOON.plusMillis(700));
    pace.departed(start, NOON.plusMillis(300));
    assertThat(pace.free()).isAfter(NOON.plusMillis(1_700));
  }

  @Test
  void remembers_across_a_change_of_the_rate() {
    var pace = new Pace(new Rate(2, SECOND));
    pace.departed(pace.start(), NOON);
    pace.departed(pace.start(), NOON.plusMillis(100));
    var changed = pace.under(new Rate(1, Duration.ofMinutes(1)), NOON.plusMillis(200));
    assertThat(changed.free()).isAfter(NOON.plusSeconds(60));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void no_sliding_window_ever_holds_more(long seed) {
    RandomGenerator dice = new Random(seed);
    var rate = new Rate(1 + dice.nextInt(50), SECOND);
    var pace = new Pace(rate);
    var starts = new ArrayList<Instant>();
    Instant now = NOON;
    while (starts.size() < 1_000) {
      now = now.plusMillis(dice.nextInt(30));
      if (!pace.free().isAfter(now)) {
        pace.departed(pace.start(), now);
        starts.add(now);
      }
    }
    for (int i = rate.starts(); i < starts.size(); i++) {
      assertThat(starts.get(i)).isAfter(starts.get(i - rate.starts()).plus(SECOND));
    }
  }
}
