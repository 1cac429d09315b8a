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

/// The daily partitions of `event` and of what is kept by event, where the database has them: made
/// seven days ahead, and on demand. Used by the writer's thread only.
final class Partitions {
  static final List<String> TABLES = List.of("event", "delivery", "attempt", "search_key");
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd").withZone(ZoneOffset.UTC);
  private static final int AHEAD = 7;

  private final boolean wanted;
  private final Set<Long> days = new HashSet<>();

  Partitions(Database database) {
    wanted = database.partitioned();
  }

  /// Before a row of this event is written. Costs a look into a set but on the first event of a
  /// day.
  void ensure(Session db, EventId event) throws SQLException {
    if (!wanted) {
      return;
    }
    long day = day(event.value());
    if (!days.contains(day)) {
      for (long ahead = day; ahead <= day + AHEAD; ahead++) {
        make(db, ahead);
      }
      db.commit();
      days.add(day);
    }
  }

  private static void make(Session db, long day) throws SQLException {
    for (String table : TABLES) {
      String sql =
          "create table if not exists %s partition of %s for values from (%d) to (%d)"
              .formatted(name(table, day), table, first(day), first(day + 1));
      db.run(sql);
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
