package dev.posthouse.deliver;

import static dev.posthouse.deliver.Samples.NOON;
import static dev.posthouse.deliver.Samples.answered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.posthouse.config.Retry;
import dev.posthouse.deliver.Judgement.Health;
import dev.posthouse.deliver.Judgement.LaneEffect;
import dev.posthouse.event.Header;
import dev.posthouse.event.OpenDelivery;
import dev.posthouse.event.Outcome;
import dev.posthouse.event.Outcome.Phase;
import dev.posthouse.event.Outcome.Reason;
import dev.posthouse.event.Outcome.TimedOut;
import dev.posthouse.event.Outcome.Unreachable;
import dev.posthouse.event.Outcome.Unsent;
import dev.posthouse.event.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RetryPolicyTest {
  private static final RandomGenerator NO_JITTER = () -> 0;
  private static final Verdict DONE = new Verdict.Done();
  private static final Verdict RETRY = new Verdict.Retry(NOON.plusSeconds(10));
  private static final LaneEffect NONE = new LaneEffect.None();
  private static final LaneEffect CLOSE = new LaneEffect.Close(NOON.plusSeconds(60));
  private static final Verdict AFTER_PAUSE = new Verdict.Retry(NOON.plusSeconds(60));
  private static final OpenDelivery NEW = Samples.delivery(1, Samples.endpoint(1));

  private final Duration policyDelay = Duration.ofSeconds(10);

  static Stream<Arguments> table() {
    var pause = new Header("Retry-After", "60");
    return Stream.of(
        arguments(answered(200), DONE, NONE, Health.GOOD),
        arguments(answered(204), DONE, NONE, Health.GOOD),
        arguments(answered(299), DONE, NONE, Health.GOOD),
        arguments(
            answered(410),
            new Verdict.Failed(Verdict.Reason.GONE),
            new LaneEffect.Disable(),
            Health.BAD),
        arguments(answered(429), RETRY, NONE, Health.NEUTRAL),
        arguments(answered(429, pause), AFTER_PAUSE, CLOSE, Health.NEUTRAL),
        arguments(answered(503), RETRY, NONE, Health.BAD),
        arguments(answered(503, pause), AFTER_PAUSE, CLOSE, Health.NEUTRAL),
        arguments(answered(500, pause), RETRY, NONE, Health.BAD),
        arguments(answered(302), RETRY, NONE, Health.BAD),
        arguments(answered(199), RETRY, NONE, Health.BAD),
        arguments(answered(400), RETRY, NONE, Health.BAD),
        arguments(answered(404), RETRY, NONE, Health.BAD),
        arguments(answered(408), RETRY, NONE, Health.BAD),
        arguments(answered(425), RETRY, NONE, Health.BAD),
        arguments(answered(500), RETRY, NONE, Health.BAD),
        arguments(new TimedOut(Phase.CONNECT), RETRY, NONE, Health.BAD),
        arguments(new TimedOut(Phase.EXCHANGE), RETRY, NONE, Health.BAD),
        arguments(new Unreachable("refused"), RETRY, NONE, Health.BAD),
        arguments(new Unsent(Reason.BLOCKED_ADDRESS, ""), RETRY, NONE, Health.BAD),
        arguments(new Unsent(Reason.FORBIDDEN, ""), RETRY, NONE, Health.BAD),
        arguments(new Unsent(Reason.NO_SECRET, ""), RETRY, NONE, Health.BAD),
        arguments(new Unsent(Reason.DEFECT, ""), RETRY, NONE, Health.NEUTRAL),
        arguments(
            new Unsent(Reason.TEMPLATE, ""),
            new Verdict.Failed(Verdict.Reason.TEMPLATE),
            NONE,
            Health.NEUTRAL));
  }

  @ParameterizedTest
  @MethodSource("table")
  void judges_by_the_table(Outcome outcome, Verdict verdict, LaneEffect lane, Health health) {
    assertThat(judge(outcome, NEW)).isEqualTo(new Judgement(verdict, lane, health));
  }

  @ParameterizedTest
  @MethodSource("table")
  void a_manual_attempt_that_fails_leaves_the_schedule_as_it_was(
      Outcome outcome, Verdict verdict, LaneEffect lane, Health health) {
    OpenDelivery manual = Samples.row(NEW, NOON.plusSeconds(7_000), 3, 3, 1);
    Verdict expected = verdict.equals(DONE) ? DONE : new Verdict.Retry(NOON.plusSeconds(7_000));
    assertThat(judge(outcome, manual)).isEqualTo(new Judgement(expected, lane, health));
  }

  @Test
  void the_last_attempt_of_the_schedule_exhausts_it() {
    assertThat(judge(answered(500), Samples.row(NEW, NOON, 1, 1, 0)).verdict()).isEqualTo(RETRY);
    assertThat(judge(answered(500), Samples.row(NEW, NOON, 2, 2, 0)).verdict())
        .isEqualTo(new Verdict.Failed(Verdict.Reason.EXHAUSTED));
  }

  @Test
  void attempts_that_a_person_asked_for_do_not_use_up_the_schedule() {
    assertThat(judge(answered(500), Samples.row(NEW, NOON, 9, 1, 0)).verdict()).isEqualTo(RETRY);
  }

  @Test
  void being_throttled_uses_up_attempts_too() {
    assertThat(judge(answered(429), Samples.row(NEW, NOON, 2, 2, 0)).verdict())
        .isEqualTo(new Verdict.Failed(Verdict.Reason.EXHAUSTED));
  }

  @ParameterizedTest
  @MethodSource("ages")
  void gives_up_what_would_be_tried_past_its_age(int seconds, boolean tooOld) {
    Retry retry =
        new Retry(new Retry.Fixed(policyDelay), 3, Optional.of(Duration.ofSeconds(seconds)));
    Verdict verdict = judge(answered(500), NEW, retry, NOON).verdict();
    Verdict expected = tooOld ? new Verdict.Failed(Verdict.Reason.TOO_OLD) : RETRY;
    assertThat(verdict).isEqualTo(expected);
  }

  static Stream<Arguments> ages() {
    return Stream.of(arguments(9, true), arguments(10, false), arguments(11, false));
  }

  @Test
  void jitter_only_adds() {
    RandomGenerator most = () -> -1L;
    var when = new RetryPolicy.Case(NEW, Samples.THREE_TIMES, NOON, NOON);
    Verdict verdict = RetryPolicy.judge(answered(500), when, most).verdict();
    assertThat(((Verdict.Retry) verdict).due())
        .isBetween(NOON.plusSeconds(10), NOON.plusSeconds(11));
    assertThat(((Verdict.Retry) verdict).due()).isAfter(NOON.plusSeconds(10));
  }

  private Judgement judge(Outcome outcome, OpenDelivery delivery) {
    return judge(outcome, delivery, Samples.THREE_TIMES, NOON);
  }

  private Judgement judge(Outcome outcome, OpenDelivery delivery, Retry retry, Instant since) {
    return RetryPolicy.judge(
        outcome, new RetryPolicy.Case(delivery, retry, since, NOON), NO_JITTER);
  }
}
