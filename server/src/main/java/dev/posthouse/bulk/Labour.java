package dev.posthouse.bulk;

import dev.posthouse.event.EndpointId;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// How one kind of job is done: what comes next is found first, outside the writer, and then
/// written in the transaction that moves the job on.
interface Labour {
  /// A part of what there is to do.
  ///
  /// @param event where the next part begins; with `id`, for jobs that go by deliveries
  /// @param found what it counts
  /// @param first the first event of those, 0 for none
  /// @param last the last, 0 for none
  /// @param end whether this was the end
  record Part(long event, long id, long found, long first, long last, boolean end) {}

  /// Counts what follows a place; empty if there is no memory to look at it at present.
  Optional<Part> count(Job job, long event, long id) throws InterruptedException;

  /// What comes next of a job; empty if there is no memory to look at it at present.
  ///
  /// @param most deliveries
  Optional<Slice> next(Job job, int most) throws InterruptedException;

  /// An endpoint that has enough to do, so that the job waits for it.
  Optional<EndpointId> inTheWay(Job job);

  /// @param event how far the job is then; with `id`
  /// @param events how many it has looked at with it
  /// @param end whether nothing is left
  record Slice(long event, long id, long events, boolean end, Work work) {}

  /// Writes a slice.
  interface Work {
    Written write(Handle db);
  }

  /// @param committed once that has committed, on the writer's thread
  /// @param afterwards after that
  record Written(int deliveries, int skipped, Runnable committed, Runnable afterwards) {}
}
