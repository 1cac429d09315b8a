package dev.posthouse.store;

import dev.posthouse.event.ContentHash;
import dev.posthouse.event.Event;
import dev.posthouse.event.EventId;
import dev.posthouse.event.Origin;
import dev.posthouse.event.Routed;
import dev.posthouse.event.TenantId;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/// The table `event_key`, whose primary key decides between nodes.
final class KeyTable implements EventKeys {
  private static final String INSERT =
      """
      insert into event_key (tenant, source, source_id, event)
      select * from unnest(?, ?, ?, ?) on conflict do nothing returning event
      """;

  private static final String SELECT =
      """
      select e.id, e.hash from event_key k join event e on e.id = k.event
      where k.tenant = ? and k.source = ? and k.source_id = ?
      """;

  @Override
  public void load(Connection db) {}

  @Override
  public List<Optional<Holder>> claim(Session db, List<Routed> keyed) throws SQLException {
    if (keyed.isEmpty()) {
      return List.of();
    }
    Set<Long> won = insert(db, keyed.stream().map(Routed::event).toList());
    var holders = new ArrayList<Optional<Holder>>(keyed.size());
    for (Routed routed : keyed) {
      Event event = routed.event();
      boolean first = won.contains(event.id().value());
      holders.add(first ? Optional.empty() : Optional.of(holder(db, event)));
    }
    return holders;
  }

  /// Returns the events that won their keys.
  private static Set<Long> insert(Session db, List<Event> events) throws SQLException {
    var insert = db.prepare(INSERT);
    insert.setArray(1, array(insert, "bigint", events, event -> event.tenant().value()));
    insert.setArray(2, array(insert, "text", events, event -> event.origin().source()));
    insert.setArray(3, array(insert, "text", events, event -> event.origin().id()));
    insert.setArray(4, array(insert, "bigint", events, event -> event.id().value()));
    db.countStatement();
    var won = new HashSet<Long>();
    try (var row = insert.executeQuery()) {
      while (row.next()) {
        won.add(row.getLong(1));
      }
    }
    return won;
  }

  private static Array array(
      PreparedStatement statement, String type, List<Event> events, Function<Event, Object> column)
      throws SQLException {
    return statement.getConnection().createArrayOf(type, events.stream().map(column).toArray());
  }

  private static Holder holder(Session db, Event event) throws SQLException {
    var select = db.prepare(SELECT);
    db.countStatement();
    return read(select, event.tenant(), event.origin())
        .orElseThrow(() -> new SQLException("the key of " + event.id() + " came and went"));
  }

  @Override
  public void committed() {}

  @Override
  public Optional<Holder> find(Connection db, TenantId tenant, Origin origin) throws SQLException {
    try (var select = db.prepareStatement(SELECT)) {
      return read(select, tenant, origin);
    }
  }

  private static Optional<Holder> read(PreparedStatement select, TenantId tenant, Origin origin)
      throws SQLException {
    bind(select, tenant, origin);
    try (var row = select.executeQuery()) {
      return row.next()
          ? Optional.of(new Holder(new EventId(row.getLong(1)), new ContentHash(row.getBytes(2))))
          : Optional.empty();
    }
  }

  private static void bind(PreparedStatement statement, TenantId tenant, Origin origin)
      throws SQLException {
    statement.setLong(1, tenant.value());
    statement.setString(2, origin.source());
    statement.setString(3, origin.id());
  }

  @Override
  public void expire(Handle db, long until) {
    db.execute(
        """
        delete from event_key where event <= ? and (tenant, source, source_id) in (
          select tenant, source, source_id from event where id <= ? and source_id <> '')
        """,
        until,
        until);
  }

  @Override
  public void free(Handle db, List<Long> events) {
    db.createUpdate(
            """
            delete from event_key where event in (<events>) and (tenant, source, source_id) in (
              select tenant, source, source_id from event where id in (<events>) and source_id <> '')
            """)
        .bindList("events", events)
        .execute();
  }
}
