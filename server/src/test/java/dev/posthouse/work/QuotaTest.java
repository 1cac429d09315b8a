package dev.posthouse.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotaTest {
  private static final Rate TEN_A_MINUTE = new Rate(10, Duration.ofMinutes(1));
  private final AtomicLong nanos = new AtomicLong(-12_345_678_901L);

  @Test
  void lets_through_what_the_rate_allows_and_says_when_to_come_again() {
    var quota = new Quota(TEN_A_MINUTE, nanos::get);

    assertThat(quota.take(9)).isZero();
    assertThat(quota.take(1)).isZero();
    Duration wait = quota.take(1);
    assertThat(wait).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(61));
    pass(wait.minusNanos(1));
    assertThat(quota.take(1)).isPositive();
    pass(Duration.ofNanos(1));
    assertThat(quota.untilOne()).isZero();
    assertThat(quota.take(10)).isZero();
  }

  @Test
  void what_does_not_fit_takes_nothing() {
    var quota = new Quota(TEN_A_MINUTE, nanos::get);

    assertThat(quota.take(6)).isZero();
    assertThat(quota.take(5)).isPositive();
    assertThat(quota.take(4)).isZero();
    quota.giveBack(4);
    assertThat(quota.take(4)).isZero();
  }

  @Test
  void waits_for_as_many_to_go_as_are_wanted() {
    var quota = new Quota(TEN_A_MINUTE, nanos::get);
    assertThat(quota.take(5)).isZero();
    pass(Duration.ofSeconds(30));
    assertThat(quota.take(5)).isZero();

    Duration five = quota.take(5);
    Duration six = quota.take(6);

    assertThat(five).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(31));
    assertThat(six).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(61));
    pass(five);
    assertThat(quota.take(6)).isPositive();
    assertThat(quota.take(5)).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void no_window_ever_holds_more_and_every_promise_is_kept(long seed) {
    var random = new Random(seed);
    var rate = new Rate(1 + random.nextInt(40), Duration.ofSeconds(1));
    var quota = new Quota(rate, nanos::get);
    var taken = new ArrayDeque<Long>();
    for (int i = 0; i < 20_000; i++) {
      int count = 1 + random.nextInt(rate.starts());
      Duration wait = quota.take(count);
      if (!wait.isZero()) {
        pass(wait);
        assertThat(quota.take(count)).isZero();
      }
      for (int j = 0; j < count; j++) {
        taken.add(nanos.get());
      }
      while (!taken.isEmpty() && taken.peek() < nanos.get() - rate.window().toNanos()) {
        taken.poll();
      }
      assertThat(taken.size()).isLessThanOrEqualTo(rate.starts());
      pass(Duration.ofMillis(random.nextInt(random.nextInt(10) == 0 ? 5_000 : 100)));
    }
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
