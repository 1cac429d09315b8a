package dev.posthouse.deliver;

import dev.posthouse.config.Retry;
import dev.posthouse.deliver.Judgement.Health;
import dev.posthouse.deliver.Judgement.LaneEffect;
import dev.posthouse.event.OpenDelivery;
import dev.posthouse.event.Outcome;
import dev.posthouse.event.Outcome.Answered;
import dev.posthouse.event.Outcome.TimedOut;
import dev.posthouse.event.Outcome.Unreachable;
import dev.posthouse.event.Outcome.Unsent;
import dev.posthouse.event.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Decides what follows from an outcome. Pure: time and chance are arguments.
final class RetryPolicy {
  private static final int GONE = 410;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;

  private RetryPolicy() {}

  /// What the schedule knows about a delivery when its attempt ends.
  ///
  /// @param since from when the age of the delivery runs
  /// @param ended when the attempt ended: delays count from here
  record Case(OpenDelivery delivery, Retry retry, Instant since, Instant ended) {}

  static Judgement judge(Outcome outcome, Case when, RandomGenerator dice) {
    return switch (outcome) {
      case Answered answer -> answered(answer, when, dice);
      case TimedOut t -> new Judgement(retry(when, dice), new LaneEffect.None(), Health.BAD);
      case Unreachable u -> new Judgement(retry(when, dice), new LaneEffect.None(), Health.BAD);
      case Unsent unsent -> unsent(unsent, when, dice);
    };
  }

  private static Judgement answered(Answered answer, Case when, RandomGenerator dice) {
    if (answer.success()) {
      return new Judgement(new Verdict.Done(), new LaneEffect.None(), Health.GOOD);
    }
    if (answer.status() == GONE) {
      Verdict verdict = failed(Verdict.Reason.GONE, when);
      return new Judgement(verdict, new LaneEffect.Disable(), Health.BAD);
    }
    boolean throttled = answer.status() == TOO_MANY_REQUESTS;
    if (throttled || answer.status() == UNAVAILABLE) {
      Optional<Instant> until = RetryAfter.of(answer, when.ended());
      if (until.isPresent()) {
        Verdict verdict = retryNotBefore(until.get(), when, dice);
        return new Judgement(verdict, new LaneEffect.Close(until.get()), Health.NEUTRAL);
      }
    }
    Health health = throttled ? Health.NEUTRAL : Health.BAD;
    return new Judgement(retry(when, dice), new LaneEffect.None(), health);
  }

  private static Judgement unsent(Unsent unsent, Case when, RandomGenerator dice) {
    return switch (unsent.reason()) {
      case FORBIDDEN, BLOCKED_ADDRESS, NO_SECRET ->
          new Judgement(retry(when, dice), new LaneEffect.None(), Health.BAD);
      case DEFECT -> new Judgement(retry(when, dice), new LaneEffect.None(), Health.NEUTRAL);
      case TEMPLATE ->
          new Judgement(
              failed(Verdict.Reason.TEMPLATE, when), new LaneEffect.None(), Health.NEUTRAL);
    };
  }

  private static Verdict retry(Case when, RandomGenerator dice) {
    return retryNotBefore(Instant.MIN, when, dice);
  }

  private static Verdict retryNotBefore(Instant earliest, Case when, RandomGenerator dice) {
    if (when.delivery().manual()) {
      return unchanged(when);
    }
    Optional<Duration> delay = when.retry().delayAfter(when.delivery().counted() + 1, dice);
    if (delay.isEmpty()) {
      return new Verdict.Failed(Verdict.Reason.EXHAUSTED);
    }
    Instant byPolicy = when.ended().plus(delay.get());
    Instant due = byPolicy.isBefore(earliest) ? earliest : byPolicy;
    boolean tooOld =
        when.retry().maxAge().map(age -> due.isAfter(when.since().plus(age))).orElse(false);
    return tooOld ? new Verdict.Failed(Verdict.Reason.TOO_OLD) : new Verdict.Retry(due);
  }

  private static Verdict failed(Verdict.Reason reason, Case when) {
    return when.delivery().manual() ? unchanged(when) : new Verdict.Failed(reason);
  }

  /// An attempt that a person asked for changes, when it fails, neither the schedule nor a final
  /// state.
  private static Verdict unchanged(Case when) {
    return new Verdict.Retry(when.delivery().due());
  }
}
