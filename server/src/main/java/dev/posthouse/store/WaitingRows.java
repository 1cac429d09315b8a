package dev.posthouse.store;

import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.EventId;
import dev.posthouse.event.OpenDelivery;
import dev.posthouse.event.OpenDelivery.Mark;
import dev.posthouse.event.Pin;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.event.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/// The table `waiting`: open work.
public final class WaitingRows {
  /// The due time of what waits for a paused subscription: so no fetch of the endpoint meets it. It
  /// is written out in the index `waiting_held`.
  static final long HELD = Long.MAX_VALUE;

  private static final Into WAITING =
      Into.of(
          "waiting",
          "event, id, tenant, endpoint, subscription, revision, due, scheduled, attempts, counted,"
              + " extra, owner, mark");

  /// Only a row that is as the attempt saw it, and that nobody has asked anything more of. The key
  /// would do to find it. The columns of the index `waiting_due` are there so that a plan that
  /// PostgreSQL made by that index while the table was empty, and kept, finds one row too instead
  /// of going through all.
  private static final String UNTOUCHED =
      """
       where event = ? and id = ? and endpoint = ? and due = ? and attempts = ? and owner = ?
        and extra = 0 and mark = 0
      """;

  private static final String CLOSE = "delete from waiting" + UNTOUCHED;

  /// All in one statement, where arrays can be parameters. What is compared with an array of one
  /// lets no plan begin with the table, not even one that was made while the table was empty: its
  /// rows are found by those that were seen, by one index or the other.
  static final String CLOSE_ALL =
      """
      delete from waiting w
      using unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
        with ordinality as seen (event, id, endpoint, due, attempts, owner, place)
      where w.event = any (array[seen.event]) and w.id = any (array[seen.id])
        and w.endpoint = any (array[seen.endpoint]) and w.due = any (array[seen.due])
        and w.attempts = seen.attempts and w.owner = seen.owner and w.extra = 0 and w.mark = 0
      returning seen.place
      """;

  static final String RESCHEDULE =
      """
      update waiting
      set due = ?, scheduled = ?, attempts = attempts + 1, counted = counted + 1, owner = 0
      """
          + UNTOUCHED;

  private static final String ROWS =
      """
      select event, id, tenant, endpoint, subscription, revision, scheduled, attempts, counted, extra,
        owner, mark
      from waiting
      """;

  private static final String SELECT = ROWS + "where event = ? and id = ? ";

  private static final String UPDATE =
      """
      update waiting
      set due = ?, scheduled = ?, attempts = ?, counted = ?, extra = ?, owner = ?, mark = ?
      where event = ? and id = ?
      """;

  private static final String DELETE = "delete from waiting where event = ? and id = ?";

  private WaitingRows() {}

  static void insert(Session db, List<OpenDelivery> open) throws SQLException {
    Rows rows = db.rows(WAITING);
    for (OpenDelivery delivery : open) {
      put(rows, delivery, Micros.of(delivery.dueNow()));
    }
    db.write(rows);
  }

  /// What waits for paused subscriptions.
  static void insertHeld(Session db, List<OpenDelivery> open) throws SQLException {
    Rows rows = db.rows(WAITING);
    for (OpenDelivery delivery : open) {
      put(rows, delivery, HELD);
    }
    db.write(rows);
  }

  private static void put(Rows rows, OpenDelivery delivery, long due) throws SQLException {
    rows.bigint(delivery.event().value())
        .bigint(delivery.id().value())
        .bigint(delivery.tenant().value())
        .bigint(delivery.endpoint().value())
        .bigint(delivery.pin().subscription().value())
        .bigint(delivery.pin().revision())
        .bigint(due)
        .bigint(Micros.of(delivery.due()))
        .integer(delivery.attempts())
        .integer(delivery.counted())
        .integer(delivery.extra())
        .bigint(delivery.owner())
        .smallint(delivery.mark().code())
        .end();
  }

  /// Many, within a change.
  static void insert(Connection db, List<OpenDelivery> open, Predicate<OpenDelivery> held)
      throws SQLException {
    try (var insert = db.prepareStatement(WAITING.insert())) {
      var rows = new InsertedRows(insert);
      for (OpenDelivery delivery : open) {
        put(rows, delivery, held.test(delivery) ? HELD : Micros.of(delivery.dueNow()));
      }
      rows.write();
    }
  }

  /// On the cold path.
  static void insert(Handle db, OpenDelivery delivery, boolean held) {
    db.execute(
        WAITING.insert(),
        delivery.event().value(),
        delivery.id().value(),
        delivery.tenant().value(),
        delivery.endpoint().value(),
        delivery.pin().subscription().value(),
        delivery.pin().revision(),
        held ? HELD : Micros.of(delivery.dueNow()),
        Micros.of(delivery.due()),
        delivery.attempts(),
        delivery.counted(),
        delivery.extra(),
        delivery.owner(),
        delivery.mark().code());
  }

  /// On the cold path. The row stays as it is found until the writer's transaction ends.
  static Optional<OpenDelivery> find(Handle db, DeliveryId id) {
    return db.select(SELECT + "<locking>", id.event().value(), id.value())
        .map((row, context) -> read(row))
        .findOne();
  }

  /// Some of an endpoint's open work, at most `limit`.
  static List<OpenDelivery> ofEndpoint(Handle db, EndpointId endpoint, int limit) {
    return db.select(ROWS + "where endpoint = ? limit ?", endpoint.value(), limit)
        .map((row, context) -> read(row))
        .list();
  }

  /// All open work of some events.
  static List<OpenDelivery> ofEvents(Handle db, List<Long> events) {
    return db.createQuery(ROWS + "where event in (<events>)")
        .bindList("events", events)
        .map((row, context) -> read(row))
        .list();
  }

  /// Deletes the rows that are still untouched; 1 for each that was.
  static int[] close(Session db, List<OpenDelivery> seen) throws SQLException {
    if (db.takesArrays()) {
      return closeAll(db, seen);
    }
    var close = db.prepare(CLOSE);
    for (OpenDelivery delivery : seen) {
      bindUntouched(close, 1, delivery);
      close.addBatch();
    }
    return db.execute(close);
  }

  private static int[] closeAll(Session db, List<OpenDelivery> seen) throws SQLException {
    var close = db.prepare(CLOSE_ALL);
    close.setArray(1, db.bigints(seen, delivery -> delivery.event().value()));
    close.setArray(2, db.bigints(seen, delivery -> delivery.id().value()));
    close.setArray(3, db.bigints(seen, delivery -> delivery.endpoint().value()));
    close.setArray(4, db.bigints(seen, delivery -> Micros.of(delivery.due())));
    close.setArray(5, db.bigints(seen, OpenDelivery::attempts));
    close.setArray(6, db.bigints(seen, OpenDelivery::owner));
    db.countStatement();
    var counts = new int[seen.size()];
    try (var row = close.executeQuery()) {
      while (row.next()) {
        counts[row.getInt(1) - 1]++;
      }
    }
    return counts;
  }

  /// A row as an attempt saw it, and when the schedule wants the next one.
  record Rescheduled(OpenDelivery seen, Instant due) {}

  /// Moves the rows that are still untouched to their next due time; 1 for each that was.
  static int[] reschedule(Session db, List<Rescheduled> retries) throws SQLException {
    var update = db.prepare(RESCHEDULE);
    for (Rescheduled retry : retries) {
      update.setLong(1, Micros.of(retry.due()));
      update.setLong(2, Micros.of(retry.due()));
      bindUntouched(update, 3, retry.seen());
      update.addBatch();
    }
    return db.execute(update);
  }

  private static void bindUntouched(PreparedStatement statement, int at, OpenDelivery seen)
      throws SQLException {
    bindId(statement, at, seen.id());
    statement.setLong(at + 2, seen.endpoint().value());
    statement.setLong(at + 3, Micros.of(seen.due()));
    statement.setInt(at + 4, seen.attempts());
    statement.setLong(at + 5, seen.owner());
  }

  /// The row stays as it is found until the transaction ends.
  static Optional<OpenDelivery> find(Session db, DeliveryId id) throws SQLException {
    var select = db.prepare(SELECT + db.locking());
    bindId(select, 1, id);
    db.countStatement();
    try (var row = select.executeQuery()) {
      return row.next() ? Optional.of(read(row)) : Optional.empty();
    }
  }

  static void update(Session db, OpenDelivery delivery) throws SQLException {
    var update = db.prepare(UPDATE);
    update.setLong(1, Micros.of(delivery.dueNow()));
    update.setLong(2, Micros.of(delivery.due()));
    update.setInt(3, delivery.attempts());
    update.setInt(4, delivery.counted());
    update.setInt(5, delivery.extra());
    update.setLong(6, delivery.owner());
    update.setInt(7, delivery.mark().code());
    bindId(update, 8, delivery.id());
    db.countStatement();
    update.executeUpdate();
  }

  static void delete(Session db, DeliveryId id) throws SQLException {
    var delete = db.prepare(DELETE);
    bindId(delete, 1, id);
    db.countStatement();
    delete.executeUpdate();
  }

  /// Reads the columns by their names; the schedule's due time is `scheduled`.
  public static OpenDelivery read(ResultSet row) throws SQLException {
    return new OpenDelivery(
        new DeliveryId(new EventId(row.getLong("event")), row.getLong("id")),
        new TenantId(row.getLong("tenant")),
        new EndpointId(row.getLong("endpoint")),
        new Pin(new SubscriptionId(row.getLong("subscription")), row.getLong("revision")),
        Micros.instant(row.getLong("scheduled")),
        row.getInt("attempts"),
        row.getInt("counted"),
        row.getInt("extra"),
        row.getLong("owner"),
        Mark.of(row.getInt("mark")));
  }

  /// A final delivery as the row it would have while manual attempts of it run.
  static OpenDelivery again(ResultSet row) throws SQLException {
    return new OpenDelivery(
        new DeliveryId(new EventId(row.getLong("event")), row.getLong("id")),
        new TenantId(row.getLong("tenant")),
        new EndpointId(row.getLong("endpoint")),
        new Pin(new SubscriptionId(row.getLong("subscription")), row.getLong("revision")),
        Instant.EPOCH,
        row.getInt("attempts"),
        0,
        0,
        0,
        Mark.AGAIN);
  }

  private static void bindId(PreparedStatement statement, int at, DeliveryId id)
      throws SQLException {
    statement.setLong(at, id.event().value());
    statement.setLong(at + 1, id.value());
  }
}
