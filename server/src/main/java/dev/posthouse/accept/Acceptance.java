package dev.posthouse.accept;

import dev.posthouse.event.EventId;
import dev.posthouse.event.Flaw;
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

  /// An atomic publish with at least one event that its tenant does not want as it is: nothing was
  /// stored. Pointers lead into the list of events.
  record Unwanted(List<Flaw> flaws) implements Acceptance {
    public Unwanted {
      flaws = List.copyOf(flaws);
    }
  }

  /// Not taken, for now. `code` is stable: `tenant_share` is answered 429, all others 503.
  record Busy(String code, String why, Duration retryAfter) implements Acceptance {}

  /// More than one publish may cause; `why` names the limit.
  record TooLarge(String why) implements Acceptance {}

  /// What became of one event.
  sealed interface Result {
    /// @param warnings what is unknown or wrong with it
    record New(EventId id, int deliveries, List<String> warnings) implements Result {
      public New {
        warnings = List.copyOf(warnings);
      }

      public New(EventId id, int deliveries) {
        this(id, deliveries, List.of());
      }
    }

    /// Known under its key, with the same content; `id` is the first one's.
    record Duplicate(EventId id) implements Result {}

    /// Its key is taken by an event with other content; `id` is that one's.
    record Conflict(EventId id) implements Result {}

    /// The tenant does not want it as it is. Pointers lead into the event.
    record Unwanted(List<Flaw> flaws) implements Result {
      public Unwanted {
        flaws = List.copyOf(flaws);
      }
    }

    /// The database refused this very row.
    record Rejected(EventId id, String why) implements Result {}
  }
}
