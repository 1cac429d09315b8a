package dev.posthouse.deliver;

import static dev.posthouse.deliver.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.config.Endpoint;
import dev.posthouse.deliver.Gate.Decision;
import dev.posthouse.deliver.Gate.Facts;
import dev.posthouse.deliver.Gate.House;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateTest {
  private static final Endpoint FOUR = Samples.endpoint(1, 1, 4, Optional.empty());
  private static final House ROOMY = new House(312, true);

  @ParameterizedTest
  @CsvSource({"3,8,OPEN", "4,8,CONCURRENCY", "1,2,OPEN", "2,2,CONCURRENCY"})
  void runs_as_many_as_allowed_and_as_it_has_shown_to_bear(
      int running, int bearable, LaneState state) {
    assertThat(state(FOUR, facts(running, bearable), ROOMY)).isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({"0,1,OPEN", "1,1,SHARE", "1,2,OPEN", "2,2,SHARE"})
  void runs_no_more_than_its_share_of_the_house(int running, int share, LaneState state) {
    assertThat(state(FOUR, facts(running, 8), new House(share, true))).isEqualTo(state);
  }

  @Test
  void a_hanging_endpoint_with_a_limit_of_one_keeps_it() {
    Endpoint one = Samples.endpoint(1, 1, 1, Optional.empty());
    assertThat(state(one, facts(1, 2), ROOMY)).isEqualTo(LaneState.CONCURRENCY);
  }

  @Test
  void sends_nothing_to_a_disabled_endpoint() {
    Endpoint off = Samples.enabled(FOUR, false);
    assertThat(state(off, facts(0, 8), ROOMY)).isEqualTo(LaneState.DISABLED);
  }

  @Test
  void sends_nothing_while_results_cannot_be_written() {
    assertThat(state(FOUR, facts(0, 8), new House(312, false))).isEqualTo(LaneState.UNWRITABLE);
  }

  @Test
  void waits_until_the_moment_the_receiver_asked_for() {
    Instant until = NOON.plusSeconds(30);
    var facts = new Facts(0, 8, until, Instant.MIN, Instant.MIN);
    assertThat(Gate.decide(FOUR, facts, ROOMY, until.minusNanos(1)))
        .isEqualTo(new Decision.WaitUntil(until, LaneState.CLOSED));
    assertThat(Gate.decide(FOUR, facts, ROOMY, until)).isEqualTo(new Decision.MaySend());
  }

  @Test
  void waits_until_the_rate_allows_it() {
    Instant free = NOON.plusMillis(250);
    var facts = new Facts(0, 8, Instant.EPOCH, Instant.MIN, free);
    assertThat(Gate.decide(FOUR, facts, ROOMY, NOON))
        .isEqualTo(new Decision.WaitUntil(free, LaneState.RATE));
    assertThat(Gate.decide(FOUR, facts, ROOMY, free)).isEqualTo(new Decision.MaySend());
  }

  private static Facts facts(int running, int bearable) {
    return new Facts(running, bearable, Instant.EPOCH, Instant.MIN, Instant.MIN);
  }

  private static LaneState state(Endpoint endpoint, Facts facts, House house) {
    return switch (Gate.decide(endpoint, facts, house, NOON)) {
      case Decision.MaySend may -> LaneState.OPEN;
      case Decision.WaitUntil wait -> wait.why();
      case Decision.WaitForEvent wait -> wait.why();
    };
  }
}
