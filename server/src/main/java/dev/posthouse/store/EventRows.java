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
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The table `event`.
public final class EventRows {
  private static final String INSERT =
      """
      insert into event (id, tenant, source, source_id, type, subject, time, organisation, actor,
        extensions, accepted, route_table, content_type, data,
        schema_version, hash, decisions, headers)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String SELECT =
      """
      select id, tenant, source, source_id, type, subject, time, organisation, actor, extensions,
        accepted, route_table, content_type, data, schema_version, decisions, headers,
        data_removed
      from event where id = ?
      """;

  private EventRows() {}

  static void insert(Session db, List<Routed> events) throws SQLException {
    var insert = db.prepare(INSERT);
    for (Routed routed : events) {
      bind(insert, routed.event());
      insert.setBytes(16, routed.hash().bytes());
      insert.setBytes(17, DecisionText.write(routed.event().decisions()));
      insert.setBytes(18, Lines.write(routed.event().envelope().headers()));
      insert.addBatch();
    }
    db.execute(insert);
  }

  private static void bind(PreparedStatement insert, Event event) throws SQLException {
    Envelope envelope = event.envelope();
    insert.setLong(1, event.id().value());
    insert.setLong(2, event.tenant().value());
    insert.setString(3, event.origin().source());
    insert.setString(4, event.origin().id());
    insert.setString(5, envelope.type());
    insert.setString(6, envelope.subject());
    insert.setLong(7, Micros.of(envelope.time()));
    insert.setString(8, envelope.organisation());
    insert.setString(9, envelope.actor());
    insert.setBytes(10, Lines.write(envelope.extensions()));
    insert.setLong(11, Micros.of(event.accepted()));
    insert.setLong(12, event.routeTable());
    insert.setString(13, event.payload().contentType());
    insert.setBytes(14, event.payload().bytes());
    insert.setInt(15, event.payload().version());
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
