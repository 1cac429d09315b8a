package dev.posthouse.deliver;

import dev.posthouse.event.Outcome;
import java.time.Duration;

/// What came of a request, and when: `connect` is zero on a reused connection; `firstByte` and
/// `total` run from the start of the send.
public record Sent(Outcome outcome, Duration connect, Duration firstByte, Duration total) {
  /// The same as the second of two requests that were sent one after the other.
  Sent after(Sent first) {
    return new Sent(
        outcome, first.connect.plus(connect), first.total.plus(firstByte), first.total.plus(total));
  }
}
