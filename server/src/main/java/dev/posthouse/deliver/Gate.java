package dev.posthouse.deliver;

import dev.posthouse.config.Endpoint;
import dev.posthouse.work.Rate;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/// Decides whether a lane may send now. Pure.
final class Gate {
  private Gate() {}

  sealed interface Decision {
    record MaySend() implements Decision {}

    record WaitUntil(Instant time, LaneState why) implements Decision {}

    /// Something must happen first: an attempt ends, the database comes back.
    record WaitForEvent(LaneState why) implements Decision {}
  }

  /// A lane as the gate sees it.
  ///
  /// @param bearable how many attempts it may run at once, by what it has shown
  /// @param probeFree when the next attempt may be made to an endpoint that is broken,
  ///   `Instant.MIN` for one that is not; `Instant.MAX` while one is being made to find out
  /// @param rateFree when the rate limit allows the next start; `Instant.MAX` while that hangs on a
  ///   request that is not on the wire yet
  record Facts(
      int running, int bearable, Instant closedUntil, Instant probeFree, Instant rateFree) {}

  /// The house as the gate sees it.
  ///
  /// @param share how many attempts one endpoint may run, given how many slots are free
  /// @param word what somebody has said of the endpoint beside its configuration
  record House(int share, boolean writable, Word word) {
    House(int share, boolean writable) {
      this(share, writable, Word.NONE);
    }
  }

  /// @param paused nothing is sent
  /// @param release how fast what has waited goes
  record Word(boolean paused, Optional<Rate> release) {
    static final Word NONE = new Word(false, Optional.empty());

    /// The slower of the endpoint's own rate and that of its release.
    Optional<Rate> rate(Endpoint endpoint) {
      return Stream.concat(endpoint.rate().stream(), release.stream())
          .min(Comparator.comparingDouble(r -> (double) r.starts() / r.window().toSeconds()));
    }
  }

  static Decision decide(Endpoint endpoint, Facts lane, House house, Instant now) {
    if (!endpoint.enabled()) {
      return new Decision.WaitForEvent(LaneState.DISABLED);
    }
    if (!house.writable()) {
      return new Decision.WaitForEvent(LaneState.UNWRITABLE);
    }
    if (lane.running() >= Math.min(lane.bearable(), endpoint.concurrency())) {
      return new Decision.WaitForEvent(LaneState.CONCURRENCY);
    }
    if (lane.running() >= house.share()) {
      return new Decision.WaitForEvent(LaneState.SHARE);
    }
    if (lane.closedUntil().isAfter(now)) {
      return new Decision.WaitUntil(lane.closedUntil(), LaneState.CLOSED);
    }
    if (lane.probeFree().equals(Instant.MAX)) {
      return new Decision.WaitForEvent(LaneState.BROKEN);
    }
    if (lane.probeFree().isAfter(now)) {
      return new Decision.WaitUntil(lane.probeFree(), LaneState.BROKEN);
    }
    if (lane.rateFree().equals(Instant.MAX)) {
      return new Decision.WaitForEvent(LaneState.RATE);
    }
    if (lane.rateFree().isAfter(now)) {
      return new Decision.WaitUntil(lane.rateFree(), LaneState.RATE);
    }
    return new Decision.MaySend();
  }
}
