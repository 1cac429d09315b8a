package dev.posthouse.deliver;

import java.time.Instant;

/// What to do next for a lane.
sealed interface Step {
  record Send(Lane.Departure departure) implements Step {}

  record Fetch() implements Step {}

  /// `Instant.MAX`: nothing is known to come.
  record Sleep(Instant until, LaneState why) implements Step {}

  /// Some event will have it asked again.
  record Rest(LaneState why) implements Step {}
}
