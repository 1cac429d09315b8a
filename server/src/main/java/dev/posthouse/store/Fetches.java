package dev.posthouse.store;

import dev.posthouse.event.EndpointId;
import dev.posthouse.event.Event;
import dev.posthouse.event.EventId;
import dev.posthouse.event.Ids;
import dev.posthouse.event.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads open work back out of `waiting`.
final class Fetches {
  private static final String NEXT =
      "select min(due) from waiting where endpoint = ? and due > ? and due < " + WaitingRows.HELD;

  private static final String COUNT =
      "select tenant, endpoint, count(*) from waiting group by tenant, endpoint";

  /// Goes from one endpoint to the next in the index, so that the cost is that of the endpoints,
  /// not of their backlogs.
  private static final String OPEN =
      """
      with recursive open (endpoint) as (
        select min(endpoint) from waiting
        union all
        select (select min(w.endpoint) from waiting w where w.endpoint > open.endpoint)
        from open where open.endpoint is not null
      )
      select
        (select w.tenant from waiting w where w.endpoint = open.endpoint order by w.due limit 1),
        endpoint,
        (select min(w.due) from waiting w where w.endpoint = open.endpoint)
      from open where endpoint is not null
      """;

  private final Database database;
  private final long epoch;

  Fetches(Database database, long epoch) {
    this.database = database;
    this.epoch = epoch;
  }

  Fetched fetch(EndpointId endpoint, Instant now, int limit) {
    return database.fetch(db -> {
      var items = items(db, endpoint, now, limit);
      return new Fetched(items, items.size() == limit, next(db, endpoint, now));
    });
  }

  private List<Fetched.Item> items(Connection db, EndpointId endpoint, Instant now, int limit)
      throws SQLException {
    FetchSql sql = database.fetchSql();
    try (var fetch = db.prepareStatement(sql.text())) {
      bind(fetch, sql, endpoint, now, limit);
      var items = new ArrayList<Fetched.Item>();
      try (var row = fetch.executeQuery()) {
        while (row.next()) {
          var delivery = WaitingRows.read(row);
          byte[] data = row.getBytes("data");
          Optional<Event> event =
              data == null
                  ? Optional.empty()
                  : Optional.of(EventRows.read(row, delivery.event(), data));
          items.add(new Fetched.Item(delivery, event));
        }
      }
      return items;
    }
  }

  private void bind(
      PreparedStatement fetch, FetchSql sql, EndpointId endpoint, Instant now, int limit)
      throws SQLException {
    fetch.setLong(1, endpoint.value());
    fetch.setLong(2, Micros.of(now));
    fetch.setLong(3, epoch);
    int at = 4;
    if (!sql.claims()) {
      fetch.setLong(at++, Micros.of(now));
    }
    fetch.setInt(at++, limit);
    if (sql.claims()) {
      fetch.setLong(at++, epoch);
      fetch.setLong(at++, epoch);
      fetch.setLong(at++, epoch);
    }
    fetch.setInt(at, Ledger.SMALL_PAYLOAD);
  }

  private static Optional<Instant> next(Connection db, EndpointId endpoint, Instant now)
      throws SQLException {
    try (var select = db.prepareStatement(NEXT)) {
      select.setLong(1, endpoint.value());
      select.setLong(2, Micros.of(now));
      try (var row = select.executeQuery()) {
        row.next();
        long due = row.getLong(1);
        return row.wasNull() ? Optional.empty() : Optional.of(Micros.instant(due));
      }
    }
  }

  List<OpenEndpoint> openEndpoints() {
    return database.read(db -> {
      try (var select = db.prepareStatement(OPEN);
          var row = select.executeQuery()) {
        var open = new ArrayList<OpenEndpoint>();
        while (row.next()) {
          open.add(
              new OpenEndpoint(
                  new TenantId(row.getLong(1)),
                  new EndpointId(row.getLong(2)),
                  Micros.instant(row.getLong(3))));
        }
        return open;
      }
    });
  }

  /// Counts all open work. Takes as long as that takes: a great backlog must not keep a start, or
  /// the end of an outage, from happening.
  static void count(Database database, Connection writing, Backlog backlog) throws SQLException {
    database.unhurried(writing, db -> count(db, backlog));
  }

  private static void count(Connection db, Backlog backlog) throws SQLException {
    try (var select = db.prepareStatement(COUNT);
        var row = select.executeQuery()) {
      while (row.next()) {
        backlog.add(new TenantId(row.getLong(1)), new EndpointId(row.getLong(2)), row.getLong(3));
      }
    }
  }

  Optional<Instant> oldestOpen() {
    return database.read(db -> {
      try (var select = db.prepareStatement("select min(event) from waiting");
          var row = select.executeQuery()) {
        row.next();
        var event = new EventId(row.getLong(1));
        return row.wasNull() ? Optional.empty() : Optional.of(Ids.time(event.value()));
      }
    });
  }
}
