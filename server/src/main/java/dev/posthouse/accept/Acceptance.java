package dev.posthouse.accept;

import dev.posthouse.event.EventId;
import java.time.Duration;
import java.util.List;

/// What became of a publish.
public sealed interface Acceptance {
  /// Committed and synced; one result for each event, in order.
  record Accepted(List<Result> results) implements Acceptance {
    public Accepted {
      results = List.copyOf(results);
    }
  }

  /// An atomic publish with at least one conflict: nothing was stored.
  record Refused(List<Result> results) implements Acceptance {
    public Refused {
      results = List.copyOf(results);
    }
  }

  /// Not taken, for now. `code` is stable: `tenant_share` is answered 429, all others 503.
  record Busy(String code, String why, Duration retryAfter) implements Acceptance {}

  /// More than one publish may cause; `why` names the limit.
  record TooLarge(String why) implements Acceptance {}

  /// What became of one event.
  sealed interface Result {
    EventId id();

    record New(EventId id, int deliveries) implements Result {}

    /// Known under its key, with the same content; `id` is the first one's.
    record Duplicate(EventId id) implements Result {}

    /// Its key is taken by an event with other content; `id` is that one's.
    record Conflict(EventId id) implements Result {}

    /// The database refused this very row.
    record Rejected(EventId id, String why) implements Result {}
  }
}
