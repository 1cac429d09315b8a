package dev.posthouse.deliver;

import static dev.posthouse.deliver.Samples.NOON;
import static dev.posthouse.deliver.Samples.answered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.posthouse.config.Action;
import dev.posthouse.config.ErrorRule;
import dev.posthouse.config.ErrorRule.Then;
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
import java.util.List;
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
            new LaneEffect.Disable(Action.DISABLED_AS_GONE),
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

  static Stream<Arguments> ruled() {
    var pause = new Header("Retry-After", "60");
    Verdict failed = new Verdict.Failed(Verdict.Reason.ERROR_RULE);
    Verdict after = new Verdict.Retry(NOON.plusSeconds(3));
    LaneEffect closed = new LaneEffect.Close(NOON.plusSeconds(3));
    LaneEffect disabled = new LaneEffect.Disable(Action.DISABLED_BY_RULE);
    Verdict afterPause = new Verdict.Retry(NOON.plusSeconds(60));
    return Stream.of(
        arguments(Then.DONE, answered(400), DONE, NONE, Health.GOOD),
        arguments(Then.RETRY, answered(200), RETRY, NONE, Health.BAD),
        arguments(Then.RETRY, answered(410), RETRY, NONE, Health.BAD),
        arguments(Then.RETRY_AFTER, answered(400), after, NONE, Health.NEUTRAL),
        arguments(Then.RETRY_AFTER, answered(400, pause), afterPause, NONE, Health.NEUTRAL),
        arguments(Then.GIVE_UP, answered(500), failed, NONE, Health.NEUTRAL),
        arguments(Then.GIVE_UP, answered(200), failed, NONE, Health.NEUTRAL),
        arguments(Then.PAUSE, answered(400), RETRY, closed, Health.NEUTRAL),
        arguments(Then.PAUSE, answered(400, pause), AFTER_PAUSE, CLOSE, Health.NEUTRAL),
        arguments(Then.DISABLE, answered(403), RETRY, disabled, Health.BAD));
  }

  @ParameterizedTest
  @MethodSource("ruled")
  void an_error_rule_judges_in_place_of_the_table(
      Then then, Outcome outcome, Verdict verdict, LaneEffect lane, Health health) {
    Judgement judged = judge(outcome, List.of(rule(then, 100, 999)), NEW);
    assertThat(judged).isEqualTo(new Judgement(verdict, lane, health, judged.rule()));
    assertThat(judged.rule()).isEqualTo("1: " + then.word() + " when status 100-999");
  }

  @ParameterizedTest
  @MethodSource("ruled")
  void an_error_rule_leaves_the_schedule_of_a_manual_attempt_as_it_was(
      Then then, Outcome outcome, Verdict verdict, LaneEffect lane, Health health) {
    OpenDelivery manual = Samples.row(NEW, NOON.plusSeconds(7_000), 3, 3, 1);
    Verdict expected = verdict.equals(DONE) ? DONE : new Verdict.Retry(NOON.plusSeconds(7_000));
    Judgement judged = judge(outcome, List.of(rule(then, 100, 999)), manual);
    assertThat(judged).isEqualTo(new Judgement(expected, lane, health, judged.rule()));
  }

  @Test
  void the_first_rule_that_holds_judges() {
    List<ErrorRule> rules =
        List.of(rule(Then.GIVE_UP, 400, 499), rule(Then.DONE, 409, 409), rule(Then.DONE, 500, 500));
    assertThat(judge(answered(409), rules, NEW).rule()).startsWith("1: give_up");
    assertThat(judge(answered(500), rules, NEW).rule()).startsWith("3: done");
  }

  @ParameterizedTest
  @MethodSource("table")
  void the_table_judges_what_no_rule_does(
      Outcome outcome, Verdict verdict, LaneEffect lane, Health health) {
    assertThat(judge(outcome, List.of(rule(Then.GIVE_UP, 600, 999)), NEW))
        .isEqualTo(new Judgement(verdict, lane, health));
  }

  @Test
  void a_rule_cannot_stretch_the_schedule() {
    OpenDelivery last = Samples.row(NEW, NOON, 2, 2, 0);
    for (Then then : List.of(Then.RETRY, Then.RETRY_AFTER, Then.PAUSE, Then.DISABLE)) {
      assertThat(judge(answered(400), List.of(rule(then, 100, 999)), last).verdict())
          .isEqualTo(new Verdict.Failed(Verdict.Reason.EXHAUSTED));
    }
  }

  private static ErrorRule rule(Then then, int first, int last) {
    var when =
        new ErrorRule.When(
            List.of(new ErrorRule.Statuses(first, last)), Optional.empty(), Optional.empty());
    return new ErrorRule(when, then, Optional.of(Duration.ofSeconds(3)));
  }

  private static Judgement judge(Outcome outcome, List<ErrorRule> rules, OpenDelivery delivery) {
    return RetryPolicy.judge(
        outcome, rules, new RetryPolicy.Case(delivery, Samples.THREE_TIMES, NOON, NOON), NO_JITTER);
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
