package dev.posthouse.deliver;

import static dev.posthouse.deliver.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.config.HealthPolicy;
import dev.posthouse.deliver.Failing.News;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FailingTest {
  private static final HealthPolicy FIVE_DAYS = HealthPolicy.STANDARD;

  private final Failing failing = new Failing();
  private Instant now = NOON;

  @Test
  void three_failures_over_a_minute_are_news_once() {
    failsAfter(0);
    failsAfter(30);
    assertThat(failing.news(FIVE_DAYS, now)).isNull();
    failsAfter(30);
    assertThat(failing.news(FIVE_DAYS, now)).isEqualTo(new News.Fails(NOON, 3, "500"));
    assertThat(failing.news(FIVE_DAYS, now)).isNull();
    failing.told(new News.Fails(NOON, 3, "500"));
    failsAfter(30);
    assertThat(failing.news(FIVE_DAYS, now)).isNull();
  }

  @Test
  void many_failures_within_a_moment_are_none() {
    for (int i = 0; i < 1_000; i++) {
      failsAfter(0);
    }
    now = now.plusSeconds(59);
    failsAfter(0);
    assertThat(failing.news(FIVE_DAYS, now)).isNull();
  }

  @Test
  void a_success_in_between_begins_the_count_anew() {
    failsAfter(0);
    failsAfter(60);
    failing.good();
    failsAfter(60);
    assertThat(failing.news(FIVE_DAYS, now)).isNull();
    assertThat(failing.since()).isEqualTo(now);
  }

  @Test
  void the_first_success_after_that_is_news_once() {
    failed();
    failing.good();
    assertThat(failing.news(FIVE_DAYS, now)).isEqualTo(new News.Recovers(NOON));
    assertThat(failing.news(FIVE_DAYS, now)).isNull();
    failing.told(new News.Recovers(NOON));
    assertThat(failing.news(FIVE_DAYS, now)).isNull();
    assertThat(failing.recorded()).isFalse();
  }

  @Test
  void what_could_not_be_recorded_is_news_again() {
    failsAfter(0);
    failsAfter(60);
    failsAfter(60);
    assertThat(failing.news(FIVE_DAYS, now)).isNotNull();
    failing.untold();
    failsAfter(1);
    assertThat(failing.news(FIVE_DAYS, now)).isEqualTo(new News.Fails(NOON, 4, "500"));
  }

  @Test
  void a_recovery_while_the_failing_is_being_recorded_is_recorded_next() {
    failsAfter(0);
    failsAfter(60);
    failsAfter(60);
    News fails = Objects.requireNonNull(failing.news(FIVE_DAYS, now));
    failing.good();
    assertThat(failing.news(FIVE_DAYS, now)).isNull();
    failing.told(fails);
    assertThat(failing.news(FIVE_DAYS, now)).isEqualTo(new News.Recovers(NOON));
  }

  @Test
  void nothing_but_failures_for_five_days_is_hopeless() {
    failed();
    now = NOON.plus(Duration.ofDays(5)).minusSeconds(1);
    failsAfter(0);
    assertThat(failing.news(FIVE_DAYS, now)).isNull();
    failsAfter(1);
    assertThat(failing.news(FIVE_DAYS, now)).isEqualTo(new News.Hopeless());
  }

  @Test
  void a_patience_without_end_never_ends() {
    failed();
    failsAfter(100 * 86_400);
    var patient = new HealthPolicy(Optional.empty(), Optional.empty());
    assertThat(failing.news(patient, now)).isNull();
  }

  @Test
  void what_was_on_record_at_the_start_goes_on_from_there() {
    failing.restore(NOON.minus(Duration.ofDays(5)));
    assertThat(failing.recorded()).isTrue();
    failsAfter(0);
    assertThat(failing.news(FIVE_DAYS, now)).isEqualTo(new News.Hopeless());
  }

  private void failed() {
    failsAfter(0);
    failsAfter(60);
    failsAfter(60);
    failing.told(Objects.requireNonNull(failing.news(FIVE_DAYS, now)));
  }

  private void failsAfter(long seconds) {
    now = now.plusSeconds(seconds);
    failing.bad("500", now);
  }
}
