package dev.posthouse.deliver;

import dev.posthouse.config.HealthPolicy;
import dev.posthouse.deliver.Failing.News;
import dev.posthouse.event.Outcome;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How an endpoint has been answering. Guarded by its lane's lock.
final class Health {
  /// So many time-outs in a row, and the endpoint counts as hanging until an attempt succeeds.
  static final int HANGING = 3;

  /// What a hanging endpoint may still run at once, so that it cannot hold many slots.
  static final int HANGING_CONCURRENCY = 2;

  /// What an endpoint may run at once before it has answered anything. Each answer adds one, so
  /// that one that answers soon has all it may after some milliseconds, and one that never answers
  /// does not fill memory with attempts that wait.
  static final int UNPROVEN_CONCURRENCY = 8;

  /// More than an endpoint can be set to.
  private static final int ENOUGH = 1_000_000;

  /// In characters of Java: an error is told in a few words.
  private static final int ERROR_SHOWN = 200;

  private final Breaker breaker = new Breaker();
  private final Failing failing = new Failing();
  private HealthPolicy policy = HealthPolicy.STANDARD;
  private Instant lastSuccess = Instant.EPOCH;
  private @Nullable Outcome lastFailure;
  private int failures;
  private int timeouts;
  private int proven = UNPROVEN_CONCURRENCY;

  /// An attempt that is over.
  ///
  /// @param notice it carried a notice of ours
  /// @param probe it was made to find out whether the receiver is back
  record Seen(Outcome outcome, Judgement.Health judged, boolean notice, boolean probe) {}

  /// Returns what is to be put on record, null for nothing.
  @Nullable News saw(Seen seen, Instant now) {
    switch (seen.judged()) {
      case GOOD -> {
        lastSuccess = now;
        failures = 0;
        timeouts = 0;
        answered();
        breaker.good(policy, now);
        if (!seen.notice()) {
          failing.good();
        }
      }
      case BAD -> bad(seen, now);
      case NEUTRAL -> breaker.neutral(now, seen.probe());
    }
    return failing.news(policy, now);
  }

  private void bad(Seen seen, Instant now) {
    failures++;
    lastFailure = seen.outcome();
    timeouts = timeoutsAfter(seen.outcome());
    if (seen.outcome() instanceof Outcome.Answered) {
      answered();
    }
    breaker.bad(policy, now, seen.probe());
    if (!seen.notice()) {
      failing.bad(error(seen.outcome()), now);
    }
  }

  /// What went wrong in a few words: the status of an answer, or why there was none.
  static String error(Outcome outcome) {
    if (outcome instanceof Outcome.Answered answer) {
      return String.valueOf(answer.status());
    }
    String text = outcome.kind() + ": " + outcome.detail();
    if (text.length() <= ERROR_SHOWN) {
      return text;
    }
    boolean half = Character.isHighSurrogate(text.charAt(ERROR_SHOWN - 1));
    return text.substring(0, half ? ERROR_SHOWN - 1 : ERROR_SHOWN);
  }

  /// Once hanging, an endpoint stays so until an attempt succeeds.
  private int timeoutsAfter(Outcome outcome) {
    if (outcome instanceof Outcome.TimedOut) {
      return Math.min(timeouts + 1, HANGING);
    }
    return hanging() ? timeouts : 0;
  }

  private void answered() {
    proven = Math.min(proven + 1, ENOUGH);
  }

  /// The endpoint's policy as it is now.
  void judgeBy(HealthPolicy now) {
    policy = now;
  }

  /// The endpoint was changed: what it did before says little.
  void forgive() {
    timeouts = 0;
    proven = UNPROVEN_CONCURRENCY;
    breaker.reset();
  }

  /// News are on record. Returns what else is to be put there by now, null for nothing.
  @Nullable News told(News news, Instant now) {
    failing.told(news);
    return news instanceof News.Hopeless ? null : failing.news(policy, now);
  }

  Breaker breaker() {
    return breaker;
  }

  Failing failing() {
    return failing;
  }

  HealthStatus status() {
    return new HealthStatus(
        lastSuccess,
        failures,
        lastFailure == null ? "" : error(lastFailure),
        failing.since(),
        failing.recorded(),
        breaker.open(),
        hanging());
  }

  /// How many attempts it may run at once, whatever it is set to.
  int bearable() {
    return hanging() ? HANGING_CONCURRENCY : proven;
  }

  boolean hanging() {
    return timeouts >= HANGING;
  }
}
