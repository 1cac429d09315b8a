package dev.posthouse.history;

import dev.posthouse.event.AttemptId;
import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.EventId;
import dev.posthouse.event.Pin;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.event.TenantId;
import dev.posthouse.event.Timings;
import dev.posthouse.store.Lines;
import dev.posthouse.store.Micros;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// Reads the table `attempt`.
final class AttemptQuery {
  private static final String COLUMNS =
      """
      a.event, a.id, a.number, a.cause, a.started, a.queued, a.connect, a.first_byte, a.total,
        a.url, a.request, a.outcome, a.status, a.detail, a.response, a.head, a.size, a.missing,
        a.rule
      """;

  private static final String OF_DELIVERY =
      "select "
          + COLUMNS
          + " from attempt a where a.event = :event and a.delivery = :delivery order by a.number";

  /// One that was a retry of a final delivery has its row in `delivery`, and may have another in
  /// `waiting`, which says the same.
  private static final String SOME =
      "select "
          + COLUMNS
          + """
          , a.delivery, e.type, coalesce(d.endpoint, w.endpoint, 0) as endpoint,
            coalesce(d.subscription, w.subscription, 0) as subscription,
            coalesce(d.revision, w.revision, 0) as revision
          from attempt a
          join event e on e.id = a.event and e.id between :oldest and :newest
          left join delivery d on d.event = a.event and d.id = a.delivery
            and d.event between :oldest and :newest
          left join waiting w on w.event = a.event and w.id = a.delivery
          where e.tenant = :tenant
          """;

  private static final Comparator<Attempted> OLDEST_FIRST =
      Comparator.comparing(attempted -> attempted.line().id());

  private AttemptQuery() {}

  static List<AttemptLine> of(Handle db, DeliveryId id) {
    try (var query = db.createQuery(OF_DELIVERY)) {
      return query
          .bind("event", id.event().value())
          .bind("delivery", id.value())
          .map((row, context) -> line(row))
          .list();
    }
  }

  /// With what they are attempts of, newest first. Sorted here: for the order, a database may go
  /// through all that lies between them.
  static List<Attempted> some(Handle db, TenantId tenant, List<Place> places) {
    if (places.isEmpty()) {
      return List.of();
    }
    try (var query = db.createQuery(SOME + Place.among(places, "a."))) {
      return query
          .bind("tenant", tenant.value())
          .bind("oldest", places.getLast().event())
          .bind("newest", places.getFirst().event())
          .map((row, context) -> attempted(row))
          .stream()
          .sorted(OLDEST_FIRST.reversed())
          .toList();
    }
  }

  private static Attempted attempted(ResultSet row) throws SQLException {
    AttemptLine line = line(row);
    return new Attempted(
        line,
        new DeliveryId(line.id().event(), row.getLong("delivery")),
        new EndpointId(row.getLong("endpoint")),
        new Pin(new SubscriptionId(row.getLong("subscription")), row.getLong("revision")),
        row.getString("type"));
  }

  static Timings timings(ResultSet row) throws SQLException {
    return new Timings(
        Micros.duration(row.getLong("queued")),
        Micros.duration(row.getLong("connect")),
        Micros.duration(row.getLong("first_byte")),
        Micros.duration(row.getLong("total")));
  }

  private static AttemptLine line(ResultSet row) throws SQLException {
    return new AttemptLine(
        new AttemptId(new EventId(row.getLong("event")), row.getLong("id")),
        row.getInt("number"),
        row.getString("cause"),
        Micros.instant(row.getLong("started")),
        timings(row),
        row.getString("url"),
        Lines.headers(row.getBytes("request")),
        Lines.names(row.getBytes("missing")),
        row.getString("outcome"),
        row.getInt("status"),
        row.getString("detail"),
        Lines.headers(row.getBytes("response")),
        row.getBytes("head"),
        row.getLong("size"),
        row.getString("rule"));
  }
}
