package dev.posthouse.history;

import dev.posthouse.event.AttemptId;
import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.EventId;
import dev.posthouse.event.Timings;
import dev.posthouse.store.Lines;
import dev.posthouse.store.Micros;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// Reads the table `attempt`.
final class AttemptQuery {
  private static final String OF_DELIVERY =
      """
      select event, id, number, cause, started, queued, connect, first_byte, total, url, request,
        outcome, status, detail, response, head, size, missing, rule
      from attempt
      where event = :event and delivery = :delivery
      order by number
      """;

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
