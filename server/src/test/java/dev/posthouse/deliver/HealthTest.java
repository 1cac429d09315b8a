package dev.posthouse.deliver;

import static dev.posthouse.deliver.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.event.Outcome;
import org.junit.jupiter.api.Test;

class HealthTest {
  private final Health health = new Health();

  @Test
  void an_endpoint_may_run_one_more_at_once_for_each_answer() {
    assertThat(health.bearable()).isEqualTo(8);

    saw(answered(200), Judgement.Health.GOOD);
    saw(answered(500), Judgement.Health.BAD);

    assertThat(health.bearable()).isEqualTo(10);
  }

  @Test
  void one_that_says_wait_has_shown_nothing() {
    saw(answered(429), Judgement.Health.NEUTRAL);

    assertThat(health.bearable()).isEqualTo(8);
  }

  @Test
  void after_three_time_outs_in_a_row_two_remain_until_one_succeeds() {
    timeOut();
    timeOut();
    assertThat(health.bearable()).isEqualTo(8);

    timeOut();
    saw(answered(500), Judgement.Health.BAD);
    assertThat(health.bearable()).isEqualTo(2);

    saw(answered(200), Judgement.Health.GOOD);
    assertThat(health.bearable()).isEqualTo(10);
  }

  @Test
  void one_that_was_changed_begins_anew() {
    saw(answered(200), Judgement.Health.GOOD);

    health.forgive();

    assertThat(health.bearable()).isEqualTo(8);
  }

  private void timeOut() {
    saw(new Outcome.TimedOut(Outcome.Phase.EXCHANGE), Judgement.Health.BAD);
  }

  private void saw(Outcome outcome, Judgement.Health judged) {
    var _ = health.saw(new Health.Seen(outcome, judged, false, false), NOON);
  }

  private static Outcome answered(int status) {
    return Samples.answered(status);
  }
}
