package dev.posthouse.event;

import java.time.Instant;

/// Makes 64-bit time-ordered ids (TSID: 42 bits of milliseconds since 2020-01-01, 22 bits of node,
/// counter and chance).
public interface Ids {
  /// Where the time of an id begins: 2020-01-01T00:00:00Z, in milliseconds.
  long EPOCH_MILLIS = 1_577_836_800_000L;

  int TIME_SHIFT = 22;

  long next();

  /// The smallest id that can have been made at `time`.
  static long floor(Instant time) {
    long millis = Math.max(0, time.toEpochMilli() - EPOCH_MILLIS);
    return millis > Long.MAX_VALUE >> TIME_SHIFT ? Long.MAX_VALUE : millis << TIME_SHIFT;
  }

  /// When an id was made, to the millisecond.
  static Instant time(long id) {
    return Instant.ofEpochMilli((id >>> TIME_SHIFT) + EPOCH_MILLIS);
  }
}
