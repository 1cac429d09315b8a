package dev.posthouse.deliver;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Notices when the clock was set back: then no lane waits for what the former time said, each
/// looks again. For one thread.
final class Setback {
  private static final Logger LOG = LoggerFactory.getLogger(Setback.class);

  /// Clocks are corrected by little all the time; nobody waits much longer for that.
  private static final Duration CORRECTION = Duration.ofSeconds(1);

  private Instant looked = Instant.MIN;

  /// Returns whether it was, since it was looked at last.
  boolean look(Instant now, Collection<Lane> lanes, Turns turns) {
    Instant before = looked;
    looked = now;
    if (!now.plus(CORRECTION).isBefore(before)) {
      return false;
    }
    LOG.warn("clock set_back_by={}", Duration.between(now, before));
    for (Lane lane : lanes) {
      lane.clockSetBack(now);
      turns.add(lane);
    }
    return true;
  }
}
