package dev.posthouse.store;

import dev.posthouse.store.Retention.Expired;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/// Days of a partitioned database that are wholly past: what is open of them ends in slices, then
/// the day's partitions are dropped. Whoever publishes a key of theirs from then on takes it over
/// ([KeyTable]); the keys that nobody wants any more are cleared away along the pages of their
/// table. One node at a time does it.
final class PastDays {
  /// The SQLSTATE of a lock that was not to be had in time.
  private static final String LOCKED = "55P03";

  /// Under which the place in the table of keys is remembered, with the first event that is kept.
  private static final String KEYS = "keys";

  /// Pages of keys that one slice looks at, at most, and in one statement.
  private static final int PAGES = 256;

  private static final int TOGETHER = 16;

  /// Keys after which a slice ends; a statement may go beyond by some 1,500.
  private static final int MOST_KEYS = 1_000;

  /// Events that one query counts: some ten milliseconds.
  private static final int COUNTED = 50_000;

  /// Any number that nobody else asks this for.
  static final long ONE_NODE = 7_267_410_051L;

  private final Ledger ledger;
  private final WriterCounts counts;

  /// How many events a day has, while it cannot be dropped.
  private final Map<Long, Long> counted = new ConcurrentHashMap<>();

  PastDays(Ledger ledger, WriterCounts counts) {
    this.ledger = ledger;
    this.counts = counts;
  }

  /// Whether no other node clears up just now; none does until this transaction ends.
  static boolean alone(Handle db) {
    return db.select("select pg_try_advisory_xact_lock(?)", ONE_NODE).mapTo(Boolean.class).one();
  }

  /// Ends some of what is open, and forgets some of what jobs made, of events before one. Empty if
  /// there is none.
  static Optional<List<Expired>> endOpen(Handle db, long before) {
    if (!alone(db)) {
      return Optional.empty();
    }
    List<Expired> open =
        db.select(
                """
                with gone as (
                  delete from waiting where ctid = any(array(
                    select ctid from waiting where event < ? order by event, id limit ?))
                  returning tenant, endpoint)
                select tenant, endpoint, count(*) from gone group by tenant, endpoint
                """,
                before,
                Deliveries.SLICE)
            .map((row, context) -> Expired.read(row))
            .list();
    int made =
        db.execute(
            """
            delete from job_delivery where ctid = any(array(
              select ctid from job_delivery where event < ? order by event limit ?))
            """,
            before,
            Deliveries.SLICE);
    return open.isEmpty() && made == 0 ? Optional.empty() : Optional.of(open);
  }

  /// Drops the oldest day if all of it is before an event; completes with what was open of it.
  CompletableFuture<Optional<List<Expired>>> drop(long before) {
    Optional<Long> oldest = ledger.read(PastDays::oldest).filter(d -> Partitions.first(d) < before);
    if (oldest.isEmpty()) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    long day = oldest.get();
    long events = counted.computeIfAbsent(day, this::count);
    return ledger
        .change(db -> alone(db) && oldest(db).equals(oldest) ? drop(db, day) : nothing())
        .thenApply(open -> {
          if (open.isPresent()) {
            counted.clear();
            counts.dropped.add(events);
            counts.days.increment();
          }
          return open;
        });
  }

  private static Optional<List<Expired>> nothing() {
    return Optional.empty();
  }

  static Optional<Long> oldest(Handle db) {
    return db.select(
            """
            select min(relname) from pg_class where relispartition and relkind = 'r'
              and relname like 'event\\_%' and pg_table_is_visible(oid)
            """)
        .mapTo(String.class)
        .findOne()
        .map(name -> Partitions.dayOf("event", name));
  }

  /// By readers, and little at a time: the days of some are large.
  private long count(long day) {
    record Some(long events, long last) {}
    long all = 0;
    Some some = new Some(0, Partitions.first(day) - 1);
    do {
      long after = some.last();
      some =
          ledger.read(db ->
              db.select(
                      """
                      select count(*), coalesce(max(id), 0) from (
                        select id from event where id > ? and id < ? order by id limit ?) e
                      """,
                      after,
                      Partitions.first(day + 1),
                      COUNTED)
                  .map((row, context) -> new Some(row.getLong(1), row.getLong(2)))
                  .one());
      all += some.events();
    } while (some.events() == COUNTED);
    return all;
  }

  /// Empty if somebody reads just now, or more was opened since the rest of it ended than one slice
  /// may end.
  private static Optional<List<Expired>> drop(Handle db, long day) {
    long kept = Partitions.first(day + 1);
    if (open(db, kept) > Deliveries.SLICE) {
      return Optional.empty();
    }
    db.savepoint("day");
    try {
      List<Expired> open = Retention.endOpen(db, Long.MIN_VALUE, kept - 1);
      db.execute("delete from job_delivery where event < ?", kept);
      Retention.mark(db, KEYS, kept, 0);
      db.execute("set local lock_timeout = '50ms'");
      for (String table : Partitions.TABLES) {
        db.execute("drop table if exists " + Partitions.name(table, day));
      }
      return Optional.of(open);
    } catch (UnableToExecuteStatementException e) {
      if (e.getCause() instanceof SQLException sql && LOCKED.equals(sql.getSQLState())) {
        db.rollbackToSavepoint("day");
        return Optional.empty();
      }
      throw e;
    }
  }

  private static long open(Handle db, long before) {
    return db.select(
            "select count(*) from (select 1 from waiting where event < ? limit ?) w",
            before,
            Deliveries.SLICE + 1)
        .mapTo(Long.class)
        .one();
  }

  /// A place in the table of keys, and the first event whose key stays.
  private record Place(long kept, long page) {}

  /// Sorted by nothing but age, the table is read in its own order: a key costs what a row costs,
  /// not what a search in an index of random values does.
  static boolean clearKeys(Handle db) {
    if (!alone(db)) {
      return false;
    }
    Optional<Place> place =
        db.select("select policies, upto from retention_mark where name = ?", KEYS)
            .map((row, context) -> new Place(row.getLong(1), row.getLong(2)))
            .findOne();
    long pages = pages(db);
    if (place.isEmpty() || place.get().page() >= pages) {
      return false;
    }
    long kept = place.get().kept();
    long at = place.get().page();
    long end = Math.min(pages, at + PAGES);
    int cleared = 0;
    while (at < end && cleared < MOST_KEYS) {
      cleared += clearKeys(db, at, kept);
      at += TOGETHER;
    }
    Retention.mark(db, KEYS, kept, at < pages ? at : Long.MAX_VALUE);
    return at < pages;
  }

  private static int clearKeys(Handle db, long page, long kept) {
    return db.execute(
        "delete from event_key where ctid >= cast(? as tid) and ctid < cast(? as tid) and event < ?",
        "(%d,0)".formatted(page),
        "(%d,0)".formatted(page + TOGETHER),
        kept);
  }

  private static long pages(Handle db) {
    return db.select(
            """
            select pg_relation_size('event_key') / cast(current_setting('block_size') as bigint)
            """)
        .mapTo(Long.class)
        .one();
  }
}
