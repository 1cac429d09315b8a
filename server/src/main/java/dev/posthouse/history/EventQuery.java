package dev.posthouse.history;

import dev.posthouse.event.EventId;
import dev.posthouse.event.Origin;
import dev.posthouse.event.TenantId;
import dev.posthouse.store.EventRows;
import dev.posthouse.store.Micros;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Reads the table `event` by pages.
final class EventQuery {
  private static final String COLUMNS =
      """
      select id, source, source_id, type, subject, time, organisation, actor, accepted,
        content_type, length(data) as size, decisions,
        coalesce((select 1 from waiting w where w.event = e.id limit 1),
          (select 1 from delivery d where d.event = e.id
            and d.event between :oldest and :newest limit 1), 0) as matched
      from event e
      """;

  private static final String SOME =
      """
      where tenant = :tenant and id between :oldest and :newest and id in (<some>)
      """;

  private final Handle db;
  private final TenantId tenant;
  private final EventFilter filter;
  private final Optional<EventId> only;

  /// @param only the one event that holds the key which the filter names, if it names one
  EventQuery(Handle db, TenantId tenant, EventFilter filter, Optional<EventId> only) {
    this.db = db;
    this.tenant = tenant;
    this.filter = filter;
    this.only = only;
  }

  Page<EventLine> page(EventScan events, Scan scan, Place after, int limit) {
    if (only.isPresent()) {
      List<EventLine> line = within(only.get(), after) ? lines(place(only.get())) : List.of();
      return new Page<>(
          line.stream().filter(filter::admits).filter(this::holdsKeys).toList(), Optional.empty());
    }
    return scan.read(events.page(scan, after, limit), events.layout(), this::lines);
  }

  private boolean within(EventId id, Place after) {
    Span span = filter.span();
    return id.value() >= span.from() && id.value() < span.below(after).event();
  }

  private static List<Place> place(EventId id) {
    return List.of(new Place(id.value(), 0));
  }

  private boolean holdsKeys(EventLine line) {
    return filter.keys().stream()
        .allMatch(key ->
            db.select(
                    "select 1 from search_key where key = ? and event = ?", key, line.id().value())
                .mapTo(Integer.class)
                .findOne()
                .isPresent());
  }

  /// Sorted here: for the order, a database may go through all that lies between them.
  private List<EventLine> lines(List<Place> places) {
    if (places.isEmpty()) {
      return List.of();
    }
    try (var query = db.createQuery(COLUMNS + SOME)) {
      return query
          .bind("tenant", tenant.value())
          .bind("oldest", places.getLast().event())
          .bind("newest", places.getFirst().event())
          .bindList("some", places.stream().map(Place::event).toList())
          .map((row, context) -> line(row))
          .stream()
          .sorted(Comparator.comparing(EventLine::id).reversed())
          .toList();
    }
  }

  static Optional<EventLine> line(Handle db, TenantId tenant, EventId id) {
    var query = new EventQuery(db, tenant, EventFilter.ALL, Optional.of(id));
    return query.lines(place(id)).stream().findFirst();
  }

  static boolean dataRemoved(Handle db, TenantId tenant, EventId id) {
    return db.select(
            "select 1 from event where id = ? and tenant = ? and data_removed <> 0",
            id.value(),
            tenant.value())
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  private static EventLine line(ResultSet row) throws SQLException {
    return new EventLine(
        new EventId(row.getLong("id")),
        new Origin(row.getString("source"), row.getString("source_id")),
        row.getString("type"),
        row.getString("subject"),
        Micros.instant(row.getLong("time")),
        row.getString("organisation"),
        row.getString("actor"),
        Micros.instant(row.getLong("accepted")),
        row.getString("content_type"),
        row.getLong("size"),
        row.getInt("matched") == 1,
        EventRows.decisions(row).stale());
  }
}
