package dev.posthouse.store;

import java.time.Instant;

/// What became of a settle.
public sealed interface Settled {
  /// The delivery is final and nothing of it waits.
  record Closed() implements Settled {}

  /// It waits for another attempt from `due` on (at once if a manual retry is wanted).
  record Waiting(Instant due) implements Settled {}

  /// The row had moved on (other attempt, other owner, gone): nothing was written.
  record MovedOn() implements Settled {}
}
