package dev.posthouse.deliver;

import dev.posthouse.work.Rate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a lane has to wait for by the clock. Guarded by its lane's lock.
final class Waits {
  /// How long a lane waits after a fetch that failed.
  private static final Duration FETCH_PAUSE = Duration.ofSeconds(1);

  private @Nullable Pace pace;
  private Instant closedUntil = Instant.EPOCH;
  private Instant fetchNotBefore = Instant.MIN;

  /// The rate limit that holds now; null without one.
  @Nullable Pace pace() {
    return pace;
  }

  Instant closedUntil() {
    return closedUntil;
  }

  Instant fetchNotBefore() {
    return fetchNotBefore;
  }

  boolean mayFetch(Instant now) {
    return !now.isBefore(fetchNotBefore);
  }

  /// The receiver asked to be left alone; the later of two wishes holds.
  void close(Instant until) {
    closedUntil = until.isAfter(closedUntil) ? until : closedUntil;
  }

  void open() {
    closedUntil = Instant.EPOCH;
  }

  /// The clock was set back to `now`: what was remembered by the former time would last too long.
  /// For the rate limit all has happened just now at the latest. What the receiver asked for stays.
  void clockSetBack(Instant now) {
    fetchNotBefore = Instant.MIN;
    pace = pace == null ? null : pace.under(pace.rate(), now);
  }

  /// A fetch failed. Returns when to try again.
  Instant fetchFailed(Instant now) {
    fetchNotBefore = now.plus(FETCH_PAUSE);
    return fetchNotBefore;
  }

  /// When a rate limit allows the next start.
  Instant rateFree(Optional<Rate> rate, Instant now) {
    pace = rate.map(r -> paceAt(r, now)).orElse(null);
    return pace == null ? Instant.MIN : pace.free();
  }

  private Pace paceAt(Rate rate, Instant now) {
    if (pace == null) {
      return new Pace(rate);
    }
    return pace.rate().equals(rate) ? pace : pace.under(rate, now);
  }
}
