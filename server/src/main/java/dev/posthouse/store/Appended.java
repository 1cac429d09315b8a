package dev.posthouse.store;

import dev.posthouse.event.EventId;
import dev.posthouse.event.OpenDelivery;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// What became of an append.
public sealed interface Appended {
  /// Committed and synced. One entry for each event, in order.
  record Stored(List<Entry> entries) implements Appended {}

  /// An atomic append of which at least one entry is a conflict: nothing was stored. Entries that
  /// would have been accepted are `Accepted` with the id they would have had.
  record Refused(List<Entry> entries) implements Appended {}

  /// Not taken, for now. Nothing is known to be stored.
  record Unavailable(Reason reason, Duration retryAfter) implements Appended {}

  enum Reason {
    QUEUE_FULL,
    TENANT_SHARE,
    DISK_FULL,
    DATABASE,
    CLOSING;

    /// How problems and metrics name it.
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// What became of one event.
  sealed interface Entry {
    EventId id();

    /// `open` are the deliveries that wait now, for their lanes; `deliveries` counts those that the
    /// event caused, given-up ones included.
    record Accepted(EventId id, List<OpenDelivery> open, int deliveries) implements Entry {}

    /// Known under its key, with the same content; `id` is the first one's.
    record Duplicate(EventId id) implements Entry {}

    /// Its key is taken by an event with other content; `id` is that one's.
    record Conflict(EventId id) implements Entry {}

    /// The database refused this very row.
    record Rejected(EventId id, String why) implements Entry {}
  }
}
