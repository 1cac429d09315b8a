package dev.posthouse.deliver;

import dev.posthouse.config.Action;
import dev.posthouse.config.ErrorRule;
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
import dev.posthouse.rule.AnswerView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

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

  /// By the first error rule that holds, else by the table.
  static Judgement judge(Outcome outcome, List<ErrorRule> rules, Case when, RandomGenerator dice) {
    if (!rules.isEmpty() && outcome instanceof Answered answer) {
      var view = new Lazy(answer);
      for (int i = 0; i < rules.size(); i++) {
        if (rules.get(i).holds(answer, view)) {
          Judgement judged = ruled(rules.get(i), answer, when, dice);
          String rule = rules.get(i).described(i + 1);
          return new Judgement(judged.verdict(), judged.lane(), judged.health(), rule);
        }
      }
    }
    return judge(outcome, when, dice);
  }

  /// One answer for all filters, read when the first of them asks.
  private static final class Lazy implements Supplier<AnswerView> {
    private final Answered answer;
    private @Nullable AnswerView view;

    Lazy(Answered answer) {
      this.answer = answer;
    }

    @Override
    public AnswerView get() {
      if (view == null) {
        view = AnswerView.of(answer);
      }
      return view;
    }
  }

  private static Judgement ruled(ErrorRule rule, Answered answer, Case when, RandomGenerator dice) {
    Instant until =
        RetryAfter.of(answer, when.ended())
            .orElseGet(() -> when.ended().plus(rule.after().orElse(Duration.ZERO)));
    var none = new LaneEffect.None();
    return switch (rule.then()) {
      case DONE -> new Judgement(new Verdict.Done(), none, Health.GOOD);
      case RETRY -> new Judgement(retry(when, dice), none, Health.BAD);
      case RETRY_AFTER ->
          new Judgement(retryAt(when, byPolicy -> until, dice), none, Health.NEUTRAL);
      case GIVE_UP -> new Judgement(failed(Verdict.Reason.ERROR_RULE, when), none, Health.NEUTRAL);
      case PAUSE ->
          new Judgement(
              retryNotBefore(until, when, dice), new LaneEffect.Close(until), Health.NEUTRAL);
      case DISABLE ->
          new Judgement(
              retry(when, dice), new LaneEffect.Disable(Action.DISABLED_BY_RULE), Health.BAD);
    };
  }

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
      return new Judgement(verdict, new LaneEffect.Disable(Action.DISABLED_AS_GONE), Health.BAD);
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
      case FORBIDDEN, BLOCKED_ADDRESS, NO_SECRET, NO_TOKEN ->
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
    return retryAt(when, time -> time.isBefore(earliest) ? earliest : time, dice);
  }

  /// @param time makes of the time that the policy says the one that it is
  private static Verdict retryAt(Case when, UnaryOperator<Instant> time, RandomGenerator dice) {
    if (when.delivery().manual()) {
      return unchanged(when);
    }
    Optional<Duration> delay = when.retry().delayAfter(when.delivery().counted() + 1, dice);
    if (delay.isEmpty()) {
      return new Verdict.Failed(Verdict.Reason.EXHAUSTED);
    }
    Instant due = time.apply(when.ended().plus(delay.get()));
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
