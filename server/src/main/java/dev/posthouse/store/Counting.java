package dev.posthouse.store;

import dev.posthouse.event.AttemptReport;
import dev.posthouse.event.Event;
import dev.posthouse.event.OpenDelivery;
import dev.posthouse.event.State;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Counts inside the writer's transactions what they write. Nobody else writes this life's rows of
/// the current minute, so what they hold is in memory, and one statement a transaction writes anew
/// those that it has changed. A life ends where that knowledge does: with the connection, whose
/// last commit may be in doubt, and when the clock is set back. Used by the writer's thread only.
final class Counting {
  /// Rows of a minute that are held; the next life then begins, with none.
  private static final int MOST = 20_000;

  private static final String PUT = StatRows.PUT.formatted("stat_minute");

  private final long epoch;
  private final Feed feed;
  private int life;
  private long minute;
  private final Map<StatKey, Row> rows = new HashMap<>();
  private final List<Row> touched = new ArrayList<>();

  Counting(long epoch, Feed feed) {
    this.epoch = epoch;
    this.feed = feed;
  }

  /// A row as it is committed, and what the running transaction adds.
  private static final class Row {
    final StatKey key;
    final StatSum stored = new StatSum();
    final StatSum adding = new StatSum();
    boolean touched;

    Row(StatKey key) {
      this.key = key;
    }
  }

  /// What was committed through the former connection is not known for certain.
  void renew() {
    life++;
    rows.clear();
    touched.clear();
  }

  /// A transaction begins, at this time; what the last one has not committed is forgotten.
  void begin(Instant now) {
    forget();
    feed.begin(now);
    long current = StatRows.minute(now);
    if (current < minute || rows.size() > MOST) {
      renew();
    }
    if (current != minute) {
      rows.clear();
      minute = current;
    }
  }

  private void forget() {
    for (Row row : touched) {
      row.adding.clear();
      row.touched = false;
    }
    touched.clear();
  }

  void accepted(Event event, int deliveries) {
    StatSum sum = row(StatKey.of(event)).adding;
    sum.add(Count.ACCEPTED, 1);
    sum.add(Count.BYTES, event.size());
    feed.accepted(event.tenant(), event.id());
    if (deliveries == 0) {
      sum.add(Count.UNMATCHED, 1);
    }
  }

  void made(OpenDelivery delivery, String type) {
    row(StatKey.of(delivery, type)).adding.add(Count.DELIVERIES, 1);
  }

  void ended(OpenDelivery delivery, String type, State end) {
    row(StatKey.of(delivery, type)).adding.add(Count.of(end), 1);
  }

  void attempted(OpenDelivery delivery, String type, AttemptReport report) {
    StatSum sum = row(StatKey.of(delivery, type)).adding;
    sum.add(Count.ATTEMPTS, 1);
    feed.attempted(delivery.tenant(), report.id());
    sum.latency.add(Micros.of(report.timings().total()));
  }

  private Row row(StatKey key) {
    Row row = rows.get(key);
    if (row == null) {
      row = new Row(key);
      rows.put(key, row);
    }
    if (!row.touched) {
      row.touched = true;
      touched.add(row);
    }
    return row;
  }

  /// One statement, if there is anything to write, and one where somebody follows.
  void write(Session db) throws SQLException {
    feed.write(db);
    if (touched.isEmpty()) {
      return;
    }
    var put = db.prepare(PUT);
    for (Row row : touched) {
      var sum = new StatSum();
      sum.add(row.stored);
      sum.add(row.adding);
      StatRows.bind(put, row.key, minute, epoch, life);
      StatRows.bind(put, sum);
      put.addBatch();
    }
    db.execute(put);
  }

  /// What was written is committed.
  void committed() {
    touched.forEach(row -> row.stored.add(row.adding));
    forget();
  }
}
