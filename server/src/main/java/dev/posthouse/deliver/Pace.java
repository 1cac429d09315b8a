package dev.posthouse.deliver;

import dev.posthouse.work.Rate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/// Keeps a rate limit: remembers when the last `rate.starts()` requests went onto the wire, so that
/// no sliding window ever holds more. Guarded by its lane's lock.
final class Pace {
  /// Stands for a request that was started but is not on the wire yet.
  private static final long PENDING = Long.MAX_VALUE;

  /// Windows are closed intervals and wires are not exact.
  private static final Duration MARGIN = Duration.ofMillis(1);

  private static final int FIRST_CAPACITY = 16;

  private final Rate rate;
  private long next;

  /// In microseconds; start `n` is at `n % rate.starts()`. Grows up to that.
  private long[] at;

  Pace(Rate rate) {
    this.rate = rate;
    this.at = new long[Math.min(FIRST_CAPACITY, rate.starts())];
  }

  Rate rate() {
    return rate;
  }

  /// When the next start is allowed: `Instant.MIN` for at once, `Instant.MAX` while it hangs on a
  /// request that is not on the wire yet.
  Instant free() {
    if (next < rate.starts()) {
      return Instant.MIN;
    }
    long oldest = at[index(next)];
    return oldest == PENDING ? Instant.MAX : instant(oldest).plus(rate.window()).plus(MARGIN);
  }

  /// Counts a start whose time is told later. Returns its number.
  long start() {
    int index = index(next);
    if (index == at.length) {
      at = Arrays.copyOf(at, (int) Math.min(2L * at.length, rate.starts()));
    }
    at[index] = PENDING;
    return next++;
  }

  /// Tells when a start went onto the wire; the later of two tellings holds.
  void departed(long number, Instant time) {
    if (next - number > rate.starts()) {
      return;
    }
    long micros = micros(time);
    long known = at[index(number)];
    at[index(number)] = known == PENDING ? micros : Math.max(known, micros);
  }

  /// Goes on under another rate with what is remembered; what is not on the wire yet, or is
  /// remembered of a later time, counts as now.
  Pace under(Rate changed, Instant now) {
    var pace = new Pace(changed);
    long first = Math.max(0, next - Math.min(rate.starts(), changed.starts()));
    for (long number = first; number < next; number++) {
      long time = at[index(number)];
      pace.departed(pace.start(), time == PENDING || time > micros(now) ? now : instant(time));
    }
    return pace;
  }

  private int index(long number) {
    return (int) (number % rate.starts());
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
