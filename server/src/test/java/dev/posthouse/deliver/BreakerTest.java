package dev.posthouse.deliver;

import static dev.posthouse.deliver.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.config.HealthPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BreakerTest {
  private static final HealthPolicy POLICY =
      new HealthPolicy(
          Optional.of(new HealthPolicy.Breaker(Duration.ofMinutes(1), 10, 0.8)), Optional.empty());

  private final Breaker breaker = new Breaker();
  private Instant now = NOON;

  @ParameterizedTest
  @CsvSource({
    "0, 9, false",
    "0, 10, true",
    "2, 7, false",
    "2, 8, true",
    "3, 8, false",
    "3, 12, true",
    "1000, 50, false"
  })
  void opens_when_enough_attempts_ended_and_enough_of_them_failed(
      int good, int bad, boolean opens) {
    good(good);
    bad(bad);
    assertThat(breaker.open()).isEqualTo(opens);
  }

  @Test
  void what_left_the_window_counts_no_more() {
    bad(9);
    now = now.plusSeconds(61);
    bad(9);
    assertThat(breaker.open()).isFalse();
    now = now.plusSeconds(30);
    bad(1);
    assertThat(breaker.open()).isTrue();
  }

  @Test
  void a_clock_that_is_set_back_begins_the_window_anew() {
    bad(9);
    now = now.minus(Duration.ofDays(1));
    bad(9);
    assertThat(breaker.open()).isFalse();
  }

  @Test
  void half_of_all_attempts_may_fail_for_ever() {
    for (int i = 0; i < 10_000; i++) {
      good(1);
      bad(1);
      now = now.plusMillis(17);
      assertThat(breaker.open()).isFalse();
    }
  }

  @Test
  void probes_one_at_a_time_at_growing_intervals() {
    bad(10);
    for (int seconds : new int[] {1, 2, 4, 8, 15, 15}) {
      assertThat(breaker.free()).isEqualTo(now.plusSeconds(seconds));
      now = breaker.free();
      assertThat(breaker.begins()).isTrue();
      assertThat(breaker.free()).isEqualTo(Instant.MAX);
      breaker.bad(POLICY, now, true);
      breaker.probed();
    }
  }

  @Test
  void attempts_that_were_on_their_way_do_not_put_a_probe_off() {
    bad(10);
    bad(30);
    assertThat(breaker.free()).isEqualTo(now.plusSeconds(1));
  }

  @Test
  void a_probe_that_says_nothing_is_repeated_after_the_same_time() {
    bad(10);
    now = breaker.free();
    assertThat(breaker.begins()).isTrue();
    breaker.neutral(now, true);
    breaker.probed();
    assertThat(breaker.free()).isEqualTo(now.plusSeconds(1));
  }

  @Test
  void a_success_closes_it_and_forgets_what_was() {
    bad(10);
    good(1);
    assertThat(breaker.open()).isFalse();
    assertThat(breaker.free()).isEqualTo(Instant.MIN);
    bad(8);
    assertThat(breaker.open()).isFalse();
  }

  @Test
  void a_person_need_not_wait_for_the_next_probe() {
    bad(10);
    breaker.probeNow();
    assertThat(breaker.free()).isBefore(now);
    assertThat(breaker.begins()).isTrue();
    assertThat(breaker.free()).isEqualTo(Instant.MAX);
  }

  @Test
  void without_limits_it_never_opens() {
    var none = new HealthPolicy(Optional.empty(), Optional.empty());
    for (int i = 0; i < 1_000; i++) {
      breaker.bad(none, now, false);
    }
    assertThat(breaker.open()).isFalse();
  }

  private void good(int times) {
    for (int i = 0; i < times; i++) {
      breaker.good(POLICY, now);
    }
  }

  private void bad(int times) {
    for (int i = 0; i < times; i++) {
      breaker.bad(POLICY, now, false);
    }
  }
}
