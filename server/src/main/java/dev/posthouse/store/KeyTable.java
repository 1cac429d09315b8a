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
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The table `event_key`, whose primary key decides between nodes.
final class KeyTable implements EventKeys {
  private static final String INSERT =
      """
      insert into event_key (tenant, source, source_id, event) values (?, ?, ?, ?)
      on conflict do nothing
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
    var insert = db.prepare(INSERT);
    for (Routed routed : keyed) {
      Event event = routed.event();
      bind(insert, event.tenant(), event.origin());
      insert.setLong(4, event.id().value());
      insert.addBatch();
    }
    int[] counts = db.execute(insert);
    var holders = new ArrayList<Optional<Holder>>(keyed.size());
    for (int i = 0; i < counts.length; i++) {
      holders.add(
          counts[i] == 1 ? Optional.empty() : Optional.of(holder(db, keyed.get(i).event())));
    }
    return holders;
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
}
