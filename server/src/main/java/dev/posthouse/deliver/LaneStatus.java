package dev.posthouse.deliver;

import java.time.Instant;

/// What an endpoint's lane knows of it, for status pages. It begins anew with the process.
///
/// @param running attempts whose answer is awaited
/// @param inMemory deliveries waiting in the lane's memory
/// @param closedUntil until when the receiver asked us to wait; in the past if it did not
/// @param state as of the last time it was looked at
public record LaneStatus(
    HealthStatus health, int running, int inMemory, Instant closedUntil, LaneState state) {
  public static final LaneStatus QUIET =
      new LaneStatus(HealthStatus.NEW, 0, 0, Instant.EPOCH, LaneState.IDLE);
}
