package dev.posthouse.store;

import dev.posthouse.event.Decisions;
import dev.posthouse.event.Envelope;
import dev.posthouse.event.Event;
import dev.posthouse.event.EventId;
import dev.posthouse.event.Origin;
import dev.posthouse.event.Payload;
import dev.posthouse.event.Routed;
import dev.posthouse.event.TenantId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The table `event`.
public final class EventRows {
  private static final Into EVENT =
      Into.of(
          "event",
          "id, tenant, source, source_id, type, subject, time, organisation, actor, extensions,"
              + " accepted, route_table, content_type, data, schema_version, hash, decisions,"
              + " headers");

  private static final String SELECT =
      """
      select id, tenant, source, source_id, type, subject, time, organisation, actor, extensions,
        accepted, route_table, content_type, data, schema_version, decisions, headers,
        data_removed
      from event where id = ?
      """;

  private EventRows() {}

  static void insert(Session db, List<Routed> events) throws SQLException {
    Rows rows = db.rows(EVENT);
    for (Routed routed : events) {
      put(rows, routed.event());
      rows.bytes(routed.hash().bytes())
          .bytes(DecisionText.write(routed.event().decisions()))
          .bytes(Lines.write(routed.event().envelope().headers()))
          .end();
    }
    db.write(rows);
  }

  private static void put(Rows rows, Event event) throws SQLException {
    Envelope envelope = event.envelope();
    rows.bigint(event.id().value())
        .bigint(event.tenant().value())
        .text(event.origin().source())
        .text(event.origin().id())
        .text(envelope.type())
        .text(envelope.subject())
        .bigint(Micros.of(envelope.time()))
        .text(envelope.organisation())
        .text(envelope.actor())
        .bytes(Lines.write(envelope.extensions()))
        .bigint(Micros.of(event.accepted()))
        .bigint(event.routeTable())
        .text(event.payload().contentType())
        .bytes(event.payload().bytes())
        .integer(event.payload().version());
  }

  static Optional<Event> find(Connection db, EventId id) throws SQLException {
    try (var select = db.prepareStatement(SELECT)) {
      select.setLong(1, id.value());
      try (var row = select.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        Event event = read(row, id, row.getBytes("data"));
        boolean whole = row.getLong("data_removed") == 0;
        return Optional.of(whole ? event : event.with(event.payload().removed()));
      }
    }
  }

  /// What was decided about an event, of a row with that column.
  public static Decisions decisions(ResultSet row) throws SQLException {
    return DecisionText.read(row.getBytes("decisions"));
  }

  /// The type of an event; empty if it is gone.
  static String type(Handle db, EventId id) {
    return db.select("select type from event where id = ?", id.value())
        .mapTo(String.class)
        .findOne()
        .orElse("");
  }

  /// Reads the columns of an event by their names; `id` and `data` may stand under others.
  public static Event read(ResultSet row, EventId id, byte[] data) throws SQLException {
    var envelope =
        new Envelope(
            row.getString("type"),
            row.getString("subject"),
            Micros.instant(row.getLong("time")),
            row.getString("organisation"),
            row.getString("actor"),
            Lines.map(row.getBytes("extensions")),
            Lines.map(row.getBytes("headers")));
    return new Event(
        id,
        new TenantId(row.getLong("tenant")),
        new Origin(row.getString("source"), row.getString("source_id")),
        envelope,
        new Payload(row.getString("content_type"), data, row.getInt("schema_version")),
        Micros.instant(row.getLong("accepted")),
        row.getLong("route_table"),
        decisions(row));
  }
}
