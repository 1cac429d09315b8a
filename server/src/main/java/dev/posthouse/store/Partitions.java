package dev.posthouse.store;

import dev.posthouse.event.EventId;
import dev.posthouse.event.Ids;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The daily partitions of `event` and of what is kept by event, where the database has them: made
/// seven days ahead, and on demand. Used by the writer's thread only.
final class Partitions {
  private static final Logger LOG = LoggerFactory.getLogger(Partitions.class);

  static final List<String> TABLES = List.of("event", "delivery", "attempt", "search_key");
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd").withZone(ZoneOffset.UTC);
  private static final int AHEAD = 7;

  private final Database database;
  private final Set<Long> days = new HashSet<>();

  Partitions(Database database) {
    this.database = database;
  }

  /// Before a row of this event is written. Costs a look into a set but on the first event of a
  /// day.
  void ensure(Session db, EventId event) throws SQLException {
    if (!database.partitioned()) {
      return;
    }
    long day = day(event.value());
    if (!days.contains(day)) {
      Set<String> there = there(db);
      if (!there.containsAll(names(day))) {
        make(db, day);
      }
      db.commit();
      for (long ahead = day + 1; ahead <= day + AHEAD; ahead++) {
        if (!there.containsAll(names(ahead))) {
          makeAhead(db, ahead);
        }
      }
      days.add(day);
    }
  }

  private static Set<String> there(Session db) throws SQLException {
    var select =
        db.prepare(
            "select relname from pg_class where relispartition and pg_table_is_visible(oid)");
    db.countStatement();
    var names = new HashSet<String>();
    try (var row = select.executeQuery()) {
      while (row.next()) {
        names.add(row.getString(1));
      }
    }
    return names;
  }

  private static List<String> names(long day) {
    return TABLES.stream().map(table -> name(table, day)).toList();
  }

  /// Nobody needs it yet: if others are in the way, the next day tries again.
  private void makeAhead(Session db, long day) throws SQLException {
    try {
      db.run("set local lock_timeout = '50ms'");
      make(db, day);
      db.commit();
    } catch (SQLException e) {
      if (database.classify(e) != Database.Failure.COLLISION) {
        throw e;
      }
      db.rollback();
      LOG.warn("partitions result=later day={} why={}", NAME.format(start(day)), e.getMessage());
    }
  }

  /// Tables of their own that then join the others: that keeps out neither readers of those nor
  /// writers, so nobody waits for who reads for hours, as a backup does. One node at a time.
  private static void make(Session db, long day) throws SQLException {
    for (String table : TABLES) {
      String name = name(table, day);
      db.run("lock table " + table + " in share update exclusive mode");
      if (!there(db).contains(name)) {
        db.run("create table %s (like %s including all)".formatted(name, table));
        db.run(
            "alter table %s attach partition %s for values from (%d) to (%d)"
                .formatted(table, name, first(day), first(day + 1)));
      }
    }
  }

  static String name(String table, long day) {
    return table + "_" + NAME.format(start(day));
  }

  /// The inverse of [#name].
  static long dayOf(String table, String name) {
    return LocalDate.parse(name.substring(table.length() + 1), NAME).toEpochDay();
  }

  static long day(long id) {
    return Ids.time(id).getEpochSecond() / Duration.ofDays(1).toSeconds();
  }

  static long first(long day) {
    return Ids.floor(start(day));
  }

  private static Instant start(long day) {
    return Instant.EPOCH.plus(day, ChronoUnit.DAYS);
  }
}
