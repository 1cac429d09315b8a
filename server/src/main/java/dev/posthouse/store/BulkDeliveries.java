package dev.posthouse.store;

import dev.posthouse.event.EventId;
import dev.posthouse.event.JobId;
import dev.posthouse.event.OpenDelivery;
import dev.posthouse.event.State;
import dev.posthouse.event.TenantId;
import dev.posthouse.event.Verdict;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// What a job does to deliveries, many at a time: for a change that commits it together with how
/// far the job has come.
public final class BulkDeliveries {
  private static final String NOTE =
      "insert into job_delivery (event, id, job) values (?, ?, ?) on conflict do nothing";

  /// Only one that is final, has data to send and no row of open work.
  private static final String AGAIN =
      """
      insert into waiting (event, id, tenant, endpoint, subscription, revision, due, scheduled,
        attempts, counted, extra, owner, mark)
      select d.event, d.id, d.tenant, d.endpoint, d.subscription, d.revision, ?, ?,
        (select coalesce(max(a.number), 0) from attempt a
          where a.event = d.event and a.delivery = d.id),
        0, 1, 0, 1
      from delivery d join event e on e.id = d.event
      where d.event = ? and d.id = ? and d.state = 'failed' and e.data_removed = 0<held>
      on conflict do nothing
      """;

  private static final String FAILED =
      """
      select d.event, d.id, d.tenant, d.endpoint, d.subscription, d.revision, 0 as attempts,
        e.type, case when e.data_removed = 0 then length(e.data) else -1 end as size
      from delivery d join event e on e.id = d.event
      where d.tenant = ? and d.state = 'failed' and d.event >= ? and d.event < ?
        and (d.event, d.id) > (?, ?)
      order by d.event, d.id limit ?
      """;

  private final Backlog backlog;
  private final EventLocks locks;

  public BulkDeliveries(Ledger ledger) {
    backlog = ledger.backlog();
    locks = ledger.locks();
  }

  /// What has become of the deliveries that a slice was for.
  ///
  /// @param open those that wait now
  /// @param skipped how many do not, because their event has gone meanwhile, or they have moved on
  public record Slice(List<OpenDelivery> open, int skipped) {}

  /// Opens new deliveries of stored events. Those that the backlog has no room for are given up at
  /// once, as those of a publish are.
  public Slice open(Handle db, JobId job, List<OpenDelivery> wanted, Instant now) {
    Map<Long, String> types = types(db, wanted);
    Map<StatKey, Integer> made = new HashMap<>();
    var waits = new ArrayList<OpenDelivery>();
    int skipped = 0;
    Map<Object, Integer> adding = new HashMap<>();
    for (OpenDelivery row : wanted) {
      String type = types.get(row.event().value());
      if (type != null && admitted(db, row, adding, now)) {
        waits.add(row);
        made.merge(StatKey.of(row, type), 1, Integer::sum);
      } else {
        skipped++;
      }
    }
    made.forEach((key, count) -> StatRows.add(db, key, now, Count.DELIVERIES, count));
    return written(db, job, new Slice(waits, skipped));
  }

  private boolean admitted(Handle db, OpenDelivery row, Map<Object, Integer> adding, Instant now) {
    int endpoint = adding.getOrDefault(row.endpoint(), 0);
    int tenant = adding.getOrDefault(row.tenant(), 0);
    return switch (backlog.admit(row, endpoint, tenant)) {
      case WAITS -> {
        adding.merge(row.endpoint(), 1, Integer::sum);
        adding.merge(row.tenant(), 1, Integer::sum);
        yield true;
      }
      case ENDPOINT_GONE -> false;
      case FULL -> {
        String full = Verdict.Reason.BACKLOG_FULL.word();
        DeliveryRows.insert(db, new FinalDelivery(row, State.FAILED, full, 0, now));
        StatRows.add(db, row, now, Count.DELIVERIES, 1);
        StatRows.add(db, row, now, Count.FAILED, 1);
        yield false;
      }
    };
  }

  private Slice written(Handle db, JobId job, Slice slice) {
    try {
      WaitingRows.insert(db.getConnection(), slice.open(), this::held);
      note(db.getConnection(), job, slice.open());
    } catch (SQLException e) {
      throw new StoreException("deliveries of " + job, e);
    }
    return slice;
  }

  private boolean held(OpenDelivery row) {
    return backlog.holds(row.pin().subscription());
  }

  /// Wants one more attempt of failed deliveries, each in its turn among those that are due.
  public Slice again(Handle db, JobId job, List<OpenDelivery> failed, Instant now) {
    try {
      List<OpenDelivery> opened = reopened(db.getConnection(), failed, now);
      note(db.getConnection(), job, opened);
      return new Slice(opened, failed.size() - opened.size());
    } catch (SQLException e) {
      throw new StoreException("deliveries of " + job, e);
    }
  }

  private List<OpenDelivery> reopened(Connection db, List<OpenDelivery> failed, Instant now)
      throws SQLException {
    try (var insert = db.prepareStatement(AGAIN.replace("<held>", locks.held()))) {
      for (OpenDelivery row : failed) {
        insert.setLong(1, held(row) ? WaitingRows.HELD : Micros.of(now));
        insert.setLong(2, Micros.of(now));
        insert.setLong(3, row.event().value());
        insert.setLong(4, row.id().value());
        insert.addBatch();
      }
      int[] counts = insert.executeBatch();
      var opened = new ArrayList<OpenDelivery>();
      for (int i = 0; i < counts.length; i++) {
        if (counts[i] == 1) {
          opened.add(failed.get(i));
        }
      }
      return opened;
    }
  }

  private static void note(Connection db, JobId job, List<OpenDelivery> rows) throws SQLException {
    try (var insert = db.prepareStatement(NOTE)) {
      for (OpenDelivery row : rows) {
        insert.setLong(1, row.event().value());
        insert.setLong(2, row.id().value());
        insert.setLong(3, job.value());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /// Once that has committed.
  public void committed(Slice slice) {
    slice.open().forEach(backlog::opened);
  }

  /// The types of those events that are there and have their data.
  private Map<Long, String> types(Handle db, List<OpenDelivery> wanted) {
    var types = new HashMap<Long, String>();
    Set<Long> events = wanted.stream().map(row -> row.event().value()).collect(Collectors.toSet());
    if (!events.isEmpty()) {
      db.createQuery(
              """
              select e.id, e.type from event e where e.data_removed = 0 and e.id in (<events>)
              order by e.id<held>
              """)
          .define("held", locks.held())
          .bindList("events", events)
          .map((row, context) -> Map.entry(row.getLong(1), row.getString(2)))
          .forEach(type -> types.put(type.getKey(), type.getValue()));
    }
    return types;
  }

  /// A failed delivery, the type of its event, and the size of that one's data in bytes, negative
  /// if they have gone.
  public record Failed(OpenDelivery row, String type, long size) {}

  /// Failed deliveries of a tenant in order of their events, after a place and before the event
  /// `until`.
  public static List<Failed> failed(
      Handle db, TenantId tenant, OfEvents place, long until, int limit) {
    return db.select(FAILED, tenant.value(), place.event(), until, place.event(), place.id(), limit)
        .map((row, context) ->
            new Failed(WaitingRows.again(row), row.getString("type"), row.getLong("size")))
        .list();
  }

  /// A place among the deliveries in order of their events.
  public record OfEvents(long event, long id) {}

  /// An event, without its data.
  ///
  /// @param size of the data in bytes
  public record Line(EventId id, TenantId tenant, String type, String subject, long size) {}

  /// What is stored after one event and before another, with data or without, of whatever tenant.
  public static List<Line> events(Handle db, long after, long until, int limit) {
    return db.select(
            """
            select id, tenant, type, subject,
              case when data_removed = 0 then length(data) else -1 end as size
            from event where id > ? and id < ? order by id limit ?
            """,
            after,
            until,
            limit)
        .map((row, context) -> line(row))
        .list();
  }

  /// The same of one tenant.
  public static List<Line> events(Handle db, TenantId tenant, long after, long until, int limit) {
    return db.select(
            """
            select id, tenant, type, subject,
              case when data_removed = 0 then length(data) else -1 end as size
            from event where tenant = ? and id > ? and id < ? order by id limit ?
            """,
            tenant.value(),
            after,
            until,
            limit)
        .map((row, context) -> line(row))
        .list();
  }

  private static Line line(ResultSet row) throws SQLException {
    return new Line(
        new EventId(row.getLong("id")),
        new TenantId(row.getLong("tenant")),
        row.getString("type"),
        row.getString("subject"),
        row.getLong("size"));
  }
}
