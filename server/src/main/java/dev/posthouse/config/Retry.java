package dev.posthouse.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// When a failed delivery is tried again. `maxAttempts` counts the first attempt; `maxAge` runs
/// from the event's acceptance and is absent by default.
public record Retry(Strategy strategy, int maxAttempts, Optional<Duration> maxAge) {
  /// The example schedule of Standard Webhooks 1.0.0: 10 attempts over 75 hours.
  public static final Retry STANDARD =
      new Retry(
          new Listed(
              List.of(
                  Duration.ofSeconds(5),
                  Duration.ofMinutes(5),
                  Duration.ofMinutes(30),
                  Duration.ofHours(2),
                  Duration.ofHours(5),
                  Duration.ofHours(10),
                  Duration.ofHours(14),
                  Duration.ofHours(20),
                  Duration.ofHours(24))),
          10,
          Optional.empty());

  /// Jitter adds up to this share of the delay, never takes.
  static final double JITTER = 0.1;

  public sealed interface Strategy {
    Duration delay(int counted);
  }

  public record Exponential(Duration initialDelay, double factor, Duration maxDelay)
      implements Strategy {
    @Override
    public Duration delay(int counted) {
      double millis = (double) initialDelay.toMillis() * Math.pow(factor, counted - 1);
      return millis < (double) maxDelay.toMillis() ? Duration.ofMillis((long) millis) : maxDelay;
    }
  }

  public record Fixed(Duration delay) implements Strategy {
    @Override
    public Duration delay(int counted) {
      return delay;
    }
  }

  /// The last delay repeats where `maxAttempts` asks for more than the list has.
  public record Listed(List<Duration> delays) implements Strategy {
    public Listed {
      delays = List.copyOf(delays);
    }

    @Override
    public Duration delay(int counted) {
      return delays.get(Math.min(counted, delays.size()) - 1);
    }
  }

  /// How long to wait after `counted` attempts of the schedule (1 or more), measured from the end
  /// of the last; empty when none is left.
  public Optional<Duration> delayAfter(int counted, RandomGenerator dice) {
    if (counted >= maxAttempts) {
      return Optional.empty();
    }
    Duration delay = strategy.delay(counted);
    var jitter = Duration.ofMillis((long) ((double) delay.toMillis() * JITTER * dice.nextDouble()));
    return Optional.of(delay.plus(jitter));
  }
}
