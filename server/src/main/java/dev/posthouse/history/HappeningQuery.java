package dev.posthouse.history;

import dev.posthouse.event.AttemptId;
import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.State;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.event.TenantId;
import dev.posthouse.store.Follow.Stored;
import dev.posthouse.store.Micros;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Reads events and attempts by their ids, as those who follow want to be told of them.
final class HappeningQuery {
  private static final String ATTEMPT =
      """
      select a.delivery, a.number, a.cause, a.started, a.queued, a.connect, a.first_byte, a.total,
        a.outcome, a.status, a.detail, e.type,
        coalesce(d.endpoint, w.endpoint) as endpoint,
        coalesce(d.subscription, w.subscription) as subscription, coalesce(d.state, '') as state,
        w.scheduled
      from attempt a
        join event e on e.id = a.event
        left join delivery d on d.event = a.event and d.id = a.delivery
        left join waiting w on w.event = a.event and w.id = a.delivery
      where a.event = :event and a.id = :attempt and e.tenant = :tenant
        and coalesce(d.endpoint, w.endpoint) is not null
      """;

  private final Handle db;
  private final TenantId tenant;

  HappeningQuery(Handle db, TenantId tenant) {
    this.db = db;
    this.tenant = tenant;
  }

  /// In the same order; what is gone by now is left out.
  List<Happening> all(List<Stored> stored) {
    return stored.stream().map(this::one).flatMap(Optional::stream).toList();
  }

  private Optional<Happening> one(Stored stored) {
    return stored.attempt().isPresent()
        ? tried(stored.attempt().get())
        : EventQuery.line(db, tenant, stored.event()).map(Happening.Accepted::new);
  }

  private Optional<Happening> tried(AttemptId id) {
    try (var query = db.createQuery(ATTEMPT)) {
      return query
          .bind("event", id.event().value())
          .bind("attempt", id.value())
          .bind("tenant", tenant.value())
          .<Happening>map((row, context) -> tried(id, row))
          .findOne();
    }
  }

  private static Happening tried(AttemptId id, ResultSet row) throws SQLException {
    String end = row.getString("state");
    return new Happening.Tried(
        id,
        new DeliveryId(id.event(), row.getLong("delivery")),
        row.getString("type"),
        new EndpointId(row.getLong("endpoint")),
        new SubscriptionId(row.getLong("subscription")),
        end.isEmpty() ? State.RETRYING : State.valueOf(end.toUpperCase(Locale.ROOT)),
        row.getInt("number"),
        row.getString("cause"),
        Micros.instant(row.getLong("started")),
        AttemptQuery.timings(row),
        row.getString("outcome"),
        row.getInt("status"),
        row.getString("detail"),
        end.isEmpty()
            ? Optional.of(Micros.instant(row.getLong("scheduled")))
            : Optional.<Instant>empty());
  }
}
