package dev.posthouse.store;

import dev.posthouse.event.OpenDelivery;
import dev.posthouse.event.State;
import java.time.Instant;

/// A delivery at the moment it becomes final. `reason` is empty for a delivered one.
///
/// @param attempts how many were made
record FinalDelivery(
    OpenDelivery open, State state, String reason, int attempts, Instant finished) {
  static final String CANCELLED_BY_HAND = "by_hand";
  static final String DATA_REMOVED = "data_removed";
  static final String ENDPOINT_REMOVED = "endpoint_removed";
}
