package dev.posthouse.bulk;

import dev.posthouse.event.JobId;
import dev.posthouse.event.TenantId;
import java.time.Instant;
import java.util.Locale;

/// Work in bulk as it stands.
///
/// @param doc what was asked for, as JSON
/// @param who made it, see [Actor][dev.posthouse.access.Actor]
/// @param started when it first ran, `Instant.EPOCH` before that
/// @param finished `Instant.EPOCH` until it is final
/// @param owner the epoch of the process that works on it; 0: nobody's
/// @param report what came of it, as JSON; empty where the progress says it all
public record Job(
    JobId id,
    TenantId tenant,
    Kind kind,
    State state,
    String doc,
    String who,
    Instant created,
    Instant started,
    Instant finished,
    Plan plan,
    Progress progress,
    long owner,
    String report) {
  /// The same job, further on.
  Job at(Progress further) {
    return new Job(
        id, tenant, kind, state, doc, who, created, started, finished, plan, further, owner,
        report);
  }

  /// What is done.
  public enum Kind {
    /// New deliveries of stored events.
    REPLAY,
    /// One more attempt of failed deliveries.
    RETRY,
    /// Events of a subject are erased.
    ERASE;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// How it stands.
  public enum State {
    COUNTING,
    /// Counted, and to be started by somebody.
    PLANNED,
    RUNNING,
    PAUSED,
    DONE,
    CANCELLED;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    public boolean isFinal() {
      return this == DONE || this == CANCELLED;
    }

    boolean active() {
      return this == COUNTING || this == RUNNING;
    }
  }

  /// What there is to do.
  ///
  /// @param total events, or failed deliveries; -1 until it is counted
  /// @param first the first event, 0 for none
  /// @param last the last event, 0 for none
  public record Plan(long total, long first, long last) {
    static final Plan UNKNOWN = new Plan(-1, 0, 0);

    public boolean known() {
      return total >= 0;
    }
  }

  /// How far it is.
  ///
  /// @param event the last that it has been at; with `id`, for jobs that go by deliveries
  /// @param events how many it has looked at that it is about
  /// @param deliveries how many it has opened
  /// @param skipped how many it could not open
  public record Progress(long event, long id, long events, long deliveries, long skipped) {}
}
