package dev.posthouse.history;

import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.EventId;
import dev.posthouse.event.JobId;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Reads which job opened which delivery.
final class JobDeliveries {
  private JobDeliveries() {}

  /// Newest first, by their events. Each is looked up, so that the cost is that of the page.
  static Page<Delivery> page(DeliveryQuery query, Handle db, JobId job, Place after, int limit) {
    List<DeliveryId> ids =
        db.select(
                """
                select event, id from job_delivery where job = ? and (event, id) < (?, ?)
                order by event desc, id desc limit ?
                """,
                job.value(),
                after.event(),
                after.id(),
                limit + 1)
            .map((row, context) -> new DeliveryId(new EventId(row.getLong(1)), row.getLong(2)))
            .list();
    List<DeliveryId> shown = ids.size() > limit ? ids.subList(0, limit) : ids;
    List<Delivery> items = shown.stream().flatMap(id -> query.find(id).stream()).toList();
    Optional<Place> next =
        ids.size() > limit
            ? Optional.of(new Place(shown.getLast().event().value(), shown.getLast().value()))
            : Optional.empty();
    return new Page<>(items, next);
  }

  /// The jobs that opened a delivery, or wanted one more attempt of it; oldest first.
  static List<JobId> of(Handle db, DeliveryId id) {
    return db.select(
            "select job from job_delivery where event = ? and id = ? order by job",
            id.event().value(),
            id.value())
        .mapTo(Long.class)
        .map(JobId::new)
        .list();
  }
}
