package dev.posthouse.deliver;

import java.time.Instant;

/// What an endpoint's lane knows of it, for status pages. It begins anew with the process.
///
/// @param lastSuccess `Instant.EPOCH` if there was none
/// @param failures failed attempts in a row, those left out that say nothing about the receiver
/// @param running attempts whose answer is awaited
/// @param inMemory deliveries waiting in the lane's memory
/// @param closedUntil until when the receiver asked us to wait; in the past if it did not
/// @param hanging whether it may run less at once because of time-outs in a row
/// @param state as of the last time it was looked at
public record LaneStatus(
    Instant lastSuccess,
    int failures,
    int running,
    int inMemory,
    Instant closedUntil,
    boolean hanging,
    LaneState state) {
  public static final LaneStatus QUIET =
      new LaneStatus(Instant.EPOCH, 0, 0, 0, Instant.EPOCH, false, LaneState.IDLE);
}
