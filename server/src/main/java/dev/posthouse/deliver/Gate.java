package dev.posthouse.deliver;

import dev.posthouse.config.Endpoint;
import java.time.Instant;

/// Decides whether a lane may send now. Pure.
final class Gate {
  /// So many time-outs in a row, and the endpoint counts as hanging until an attempt succeeds.
  static final int HANGING = 3;

  /// What a hanging endpoint may still run at once, so that it cannot hold many slots.
  static final int HANGING_CONCURRENCY = 2;

  private Gate() {}

  sealed interface Decision {
    record MaySend() implements Decision {}

    record WaitUntil(Instant time, LaneState why) implements Decision {}

    /// Something must happen first: an attempt ends, the database comes back.
    record WaitForEvent(LaneState why) implements Decision {}
  }

  /// A lane as the gate sees it.
  ///
  /// @param timeouts time-outs in a row
  /// @param rateFree when the rate limit allows the next start; `Instant.MAX` while that hangs on a
  ///   request that is not on the wire yet
  record Facts(int running, int timeouts, Instant closedUntil, Instant rateFree) {}

  /// The house as the gate sees it.
  ///
  /// @param share how many attempts one endpoint may run, given how many slots are free
  record House(int share, boolean writable) {}

  static Decision decide(Endpoint endpoint, Facts lane, House house, Instant now) {
    if (!endpoint.enabled()) {
      return new Decision.WaitForEvent(LaneState.DISABLED);
    }
    if (!house.writable()) {
      return new Decision.WaitForEvent(LaneState.UNWRITABLE);
    }
    if (lane.running() >= concurrency(endpoint, lane.timeouts())) {
      return new Decision.WaitForEvent(LaneState.CONCURRENCY);
    }
    if (lane.running() >= house.share()) {
      return new Decision.WaitForEvent(LaneState.SHARE);
    }
    if (lane.closedUntil().isAfter(now)) {
      return new Decision.WaitUntil(lane.closedUntil(), LaneState.CLOSED);
    }
    if (lane.rateFree().equals(Instant.MAX)) {
      return new Decision.WaitForEvent(LaneState.RATE);
    }
    if (lane.rateFree().isAfter(now)) {
      return new Decision.WaitUntil(lane.rateFree(), LaneState.RATE);
    }
    return new Decision.MaySend();
  }

  private static int concurrency(Endpoint endpoint, int timeouts) {
    return timeouts >= HANGING
        ? Math.min(HANGING_CONCURRENCY, endpoint.concurrency())
        : endpoint.concurrency();
  }
}
