package dev.posthouse.store;

import dev.posthouse.event.OpenDelivery;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/// The tables `stat_minute`, `stat_hour` and `stat_day`.
public final class StatRows {
  public static final String COUNTS =
      "accepted, unmatched, deliveries, attempts, delivered, failed, cancelled, bytes,"
          + " latency";

  static final String COLUMNS =
      "tenant, start, endpoint, subscription, type, node, life, " + COUNTS;

  private static final String INSERT =
      "insert into %s ("
          + COLUMNS
          + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\n"
          + "on conflict (tenant, start, endpoint, subscription, type, node, life) do update\n";

  /// Parameters are the columns. What the row held before is replaced: its writer knows it.
  static final String PUT =
      INSERT
          + """
          set accepted = excluded.accepted, unmatched = excluded.unmatched,
            deliveries = excluded.deliveries, attempts = excluded.attempts,
            delivered = excluded.delivered, failed = excluded.failed,
            cancelled = excluded.cancelled, bytes = excluded.bytes, latency = excluded.latency
          """;

  private static final String ADD =
      (INSERT
              + """
              set deliveries = s.deliveries + excluded.deliveries,
                delivered = s.delivered + excluded.delivered, failed = s.failed + excluded.failed,
                cancelled = s.cancelled + excluded.cancelled
              """)
          .formatted("stat_minute as s");

  private static final byte[] NOTHING = {};

  private StatRows() {}

  /// The columns of a row that one writer has to itself.
  static void bind(PreparedStatement put, StatKey key, long start, long node, int life)
      throws SQLException {
    put.setLong(1, key.tenant());
    put.setLong(2, start);
    put.setLong(3, key.endpoint());
    put.setLong(4, key.subscription());
    put.setString(5, key.type());
    put.setLong(6, node);
    put.setInt(7, life);
  }

  static void bind(PreparedStatement put, StatSum sum) throws SQLException {
    for (int i = 0; i < Count.ALL; i++) {
      put.setLong(8 + i, sum.counts[i]);
    }
    put.setBytes(8 + Count.ALL, sum.latency.bytes());
  }

  /// On the cold path.
  static void put(Handle db, String table, StatKey key, long start, long node, StatSum sum) {
    try (var put = db.getConnection().prepareStatement(PUT.formatted(table))) {
      bind(put, key, start, node, 0);
      bind(put, sum);
      put.executeUpdate();
    } catch (SQLException e) {
      throw new StoreException("cannot write statistics: " + e.getMessage(), e);
    }
  }

  /// Counts on the cold path: `count` may be negative, where something that was counted is so no
  /// more.
  static void add(Handle db, StatKey key, Instant at, Count what, long count) {
    var counts = new long[Count.ALL];
    counts[what.place()] = count;
    db.execute(
        ADD,
        key.tenant(),
        minute(at),
        key.endpoint(),
        key.subscription(),
        key.type(),
        0L,
        0,
        counts[0],
        counts[1],
        counts[2],
        counts[3],
        counts[4],
        counts[5],
        counts[6],
        counts[7],
        NOTHING);
  }

  /// The same for a delivery whose event's type is not at hand.
  static void add(Handle db, OpenDelivery delivery, Instant at, Count what, long count) {
    String type = EventRows.type(db, delivery.event());
    add(db, StatKey.of(delivery, type), at, what, count);
  }

  static long minute(Instant time) {
    return start(time, Duration.ofMinutes(1));
  }

  /// Where the stretch of this length begins that holds a moment, as rows say it.
  static long start(Instant time, Duration length) {
    return Math.floorDiv(Micros.of(time), Micros.of(length)) * Micros.of(length);
  }
}
