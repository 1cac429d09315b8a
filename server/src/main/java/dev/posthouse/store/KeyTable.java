package dev.posthouse.store;

import dev.posthouse.event.ContentHash;
import dev.posthouse.event.Event;
import dev.posthouse.event.EventId;
import dev.posthouse.event.Origin;
import dev.posthouse.event.Routed;
import dev.posthouse.event.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/// The table `event_key`, whose primary key decides between nodes. Keys of days that were dropped
/// are still in it for a while: nobody holds them.
final class KeyTable implements EventKeys {
  private static final String INSERT =
      """
      insert into event_key (tenant, source, source_id, event)
      select * from unnest(?, ?, ?, ?) on conflict do nothing returning event
      """;

  /// A key whose event went with its day.
  private static final String LEFT =
      """
      select k.event from event_key k
      where k.tenant = ? and k.source = ? and k.source_id = ?
        and not exists (select 1 from event e where e.id = k.event)
      """;

  private static final String TAKE_OVER =
      """
      update event_key set event = ?
      where tenant = ? and source = ? and source_id = ? and event = ?
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
      holders.add(first ? Optional.empty() : holder(db, event));
    }
    return holders;
  }

  /// Returns the events that won their keys.
  private static Set<Long> insert(Session db, List<Event> events) throws SQLException {
    var insert = db.prepare(INSERT);
    insert.setArray(1, db.bigints(events, event -> event.tenant().value()));
    insert.setArray(2, db.texts(events, event -> event.origin().source()));
    insert.setArray(3, db.texts(events, event -> event.origin().id()));
    insert.setArray(4, db.bigints(events, event -> event.id().value()));
    db.countStatement();
    var won = new HashSet<Long>();
    try (var row = insert.executeQuery()) {
      while (row.next()) {
        won.add(row.getLong(1));
      }
    }
    return won;
  }

  /// Empty if the event that held the key is gone, and this one has taken it over.
  private static Optional<Holder> holder(Session db, Event event) throws SQLException {
    var select = db.prepare(SELECT);
    db.countStatement();
    Optional<Holder> holder = read(select, event.tenant(), event.origin());
    if (holder.isEmpty() && !takesOver(db, event)) {
      throw new SQLException("the key of " + event.id() + " came and went");
    }
    return holder;
  }

  /// Two statements: of two nodes that find the same key left, the second must see that it has
  /// changed hands.
  private static boolean takesOver(Session db, Event event) throws SQLException {
    var select = db.prepare(LEFT);
    db.countStatement();
    bind(select, event.tenant(), event.origin());
    try (var row = select.executeQuery()) {
      return row.next() && takesOver(db, event, row.getLong(1));
    }
  }

  private static boolean takesOver(Session db, Event event, long from) throws SQLException {
    var update = db.prepare(TAKE_OVER);
    db.countStatement();
    update.setLong(1, event.id().value());
    update.setLong(2, event.tenant().value());
    update.setString(3, event.origin().source());
    update.setString(4, event.origin().id());
    update.setLong(5, from);
    return update.executeUpdate() == 1;
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

  /// Names the events, so that it is a search for each key whatever the statistics say.
  @Override
  public void free(Handle db, List<Long> events) {
    db.createUpdate(
            """
            delete from event_key k using event e
            where e.id = any(:events) and e.source_id <> '' and k.tenant = e.tenant
              and k.source = e.source and k.source_id = e.source_id and k.event = e.id
            """)
        .bindArray("events", Long.class, events)
        .execute();
  }
}
