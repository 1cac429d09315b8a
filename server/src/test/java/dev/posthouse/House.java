package dev.posthouse;

import java.time.Duration;
import java.util.Optional;

/// What is set of the house that a [World] lives in.
///
/// @param concurrency attempts at once
/// @param retention how long events are kept
/// @param payloads how long their data are, if that is less
record House(int concurrency, Duration retention, Optional<Duration> payloads) {
  static final House USUAL = new House(64, Duration.ofDays(400));

  House(int concurrency, Duration retention) {
    this(concurrency, retention, Optional.empty());
  }

  /// Whether retention drops nothing of what is lived through here.
  boolean keepsAll() {
    return retention.equals(USUAL.retention);
  }
}
