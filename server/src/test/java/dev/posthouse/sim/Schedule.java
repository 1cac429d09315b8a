package dev.posthouse.sim;

import dev.posthouse.config.Retry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the design's retry policy allows after an attempt that failed.
///
/// @param ended delays count from here
/// @param earliest the receiver asked not to come before
/// @param accepted the age of a delivery runs from here
/// @param enabled or from here, if that is later: when its endpoint was enabled, at the latest
/// @param exactly an error rule says when, whatever the policy does
record Schedule(
    Retry policy,
    Instant ended,
    Instant earliest,
    Instant accepted,
    Instant enabled,
    Optional<Instant> exactly) {
  /// Jitter only adds, up to a tenth.
  private static final double JITTER = 0.1;

  /// Times are stored in microseconds, delays are reckoned in milliseconds.
  private static final Duration ROUNDING = Duration.ofMillis(1);

  sealed interface Verdict {
    record Again(Window due) implements Verdict {}

    record GivenUp(String why) implements Verdict {}
  }

  /// @param counted how many attempts the schedule has made, this one included
  List<Verdict> after(int counted) {
    if (counted >= policy.maxAttempts()) {
      return List.of(new Verdict.GivenUp("exhausted"));
    }
    Duration delay = delay(counted);
    var jitter = Duration.ofMillis((long) Math.ceil((double) delay.toMillis() * JITTER));
    Instant from = ended.plus(delay);
    Window exact =
        exactly
            .map(Window::at)
            .orElseGet(() -> new Window(from, from.plus(jitter)).notBefore(earliest));
    var due = new Window(exact.from().minus(ROUNDING), exact.to().plus(ROUNDING));
    return policy.maxAge().map(age -> within(due, age)).orElse(List.of(new Verdict.Again(due)));
  }

  private List<Verdict> within(Window due, Duration age) {
    var verdicts = new ArrayList<Verdict>();
    Instant latest = (enabled.isAfter(accepted) ? enabled : accepted).plus(age);
    if (!due.from().isAfter(latest)) {
      verdicts.add(new Verdict.Again(due));
    }
    if (due.to().isAfter(accepted.plus(age))) {
      verdicts.add(new Verdict.GivenUp("too_old"));
    }
    return verdicts;
  }

  private Duration delay(int counted) {
    return switch (policy.strategy()) {
      case Retry.Fixed fixed -> fixed.delay();
      case Retry.Listed list -> list.delays().get(Math.min(counted, list.delays().size()) - 1);
      case Retry.Exponential grown -> {
        double millis = (double) grown.initialDelay().toMillis();
        for (int i = 1; i < counted; i++) {
          millis *= grown.factor();
        }
        yield Duration.ofMillis((long) Math.min(millis, (double) grown.maxDelay().toMillis()));
      }
    };
  }
}
