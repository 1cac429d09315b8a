package dev.posthouse.store;

import dev.posthouse.event.EndpointId;
import dev.posthouse.event.Ids;
import dev.posthouse.event.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;

/// Drops events that are older than the horizon, with everything that belongs to them, in slices
/// between which publishes go on. On a partitioned database, days that are wholly past go as days
/// ([PastDays]): no row of theirs is deleted.
public final class Retention {
  private static final String ROWS = "rows";

  private final Ledger ledger;
  private final Database database;
  private final WriterCounts counts;
  private final PastDays days;

  public Retention(Ledger ledger, Database database, WriterCounts counts) {
    this.ledger = ledger;
    this.database = database;
    this.counts = counts;
    days = new PastDays(ledger, counts);
  }

  /// Open work of one endpoint that is dropped.
  record Expired(TenantId tenant, EndpointId endpoint, long count) {
    static Expired read(ResultSet row) throws SQLException {
      return new Expired(
          new TenantId(row.getLong(1)), new EndpointId(row.getLong(2)), row.getLong(3));
    }
  }

  /// How far a sweep has come under these policies.
  public static long mark(Handle db, String name, long policies) {
    return db.select(
            "select upto from retention_mark where name = ? and policies = ?", name, policies)
        .mapTo(Long.class)
        .findOne()
        .orElse(-1L);
  }

  public static void mark(Handle db, String name, long policies, long upTo) {
    db.execute(
        """
        insert into retention_mark (name, policies, upto) values (?, ?, ?)
        on conflict (name) do update set policies = excluded.policies, upto = excluded.upto
        """,
        name,
        policies,
        upTo);
  }

  /// Takes one slice of what was accepted before `horizon`; on a partitioned database, of what is
  /// open from days that are wholly before it. Completes with whether there may be more.
  public CompletableFuture<Boolean> slice(Instant horizon) {
    if (database.partitioned()) {
      return told(ledger.change(db -> PastDays.endOpen(db, firstOfDay(horizon))));
    }
    long before = Ids.floor(horizon);
    return told(ledger.change(db -> rows(db, Long.MIN_VALUE, before)));
  }

  /// Takes one slice, row by row, of the day that `horizon` is in; for those whose events are kept
  /// so short that a day more would be much. Completes with whether there may be more.
  public CompletableFuture<Boolean> sliceOfDay(Instant horizon) {
    if (!database.partitioned()) {
      return CompletableFuture.completedFuture(false);
    }
    long first = firstOfDay(horizon);
    long before = Ids.floor(horizon);
    return told(
        ledger.change(db -> {
          if (!PastDays.alone(db)) {
            return Optional.empty();
          }
          long after = Math.max(first - 1, mark(db, ROWS, first));
          return rows(db, after, before);
        }));
  }

  private static long firstOfDay(Instant horizon) {
    return Partitions.first(Partitions.day(Ids.floor(horizon)));
  }

  private CompletableFuture<Boolean> told(CompletableFuture<Optional<List<Expired>>> slice) {
    return slice.thenApply(expired -> {
      expired.ifPresent(this::forget);
      return expired.isPresent();
    });
  }

  private void forget(List<Expired> expired) {
    for (Expired open : expired) {
      ledger.backlog().add(open.tenant(), open.endpoint(), -open.count());
      counts.expired.add(open.count());
    }
  }

  /// Empty if there is none.
  private Optional<List<Expired>> rows(Handle db, long after, long before) {
    List<Long> events =
        db.select(
                "select id from event where id > ? and id < ? order by id limit ?",
                after,
                before,
                Deliveries.SLICE)
            .mapTo(Long.class)
            .list();
    if (events.isEmpty()) {
      return Optional.empty();
    }
    long until = events.getLast();
    List<Expired> open = endOpen(db, after, until);
    ledger.keys().free(db, events);
    for (String table : List.of("job_delivery", "search_key", "attempt", "delivery")) {
      db.execute("delete from " + table + " where event > ? and event <= ?", after, until);
    }
    counts.dropped.add(db.execute("delete from event where id > ? and id <= ?", after, until));
    if (database.partitioned()) {
      mark(db, ROWS, firstOfDay(Ids.time(until)), until);
    }
    return Optional.of(open);
  }

  static List<Expired> endOpen(Handle db, long after, long until) {
    List<Expired> open =
        db.select(
                """
                select tenant, endpoint, count(*) from waiting where event > ? and event <= ?
                group by tenant, endpoint
                """,
                after,
                until)
            .map((row, context) -> Expired.read(row))
            .list();
    db.execute("delete from waiting where event > ? and event <= ?", after, until);
    return open;
  }

  /// Drops the oldest day if it is wholly before `horizon`. Completes with whether it did: another
  /// process that reads there just now is not waited for.
  public CompletableFuture<Boolean> dropDay(Instant horizon) {
    if (!database.partitioned()) {
      return CompletableFuture.completedFuture(false);
    }
    return told(days.drop(firstOfDay(horizon)));
  }

  /// Clears away some of the keys of days that were dropped. Completes with whether there may be
  /// more.
  public CompletableFuture<Boolean> clearKeys() {
    return database.partitioned()
        ? ledger.change(PastDays::clearKeys)
        : CompletableFuture.completedFuture(false);
  }
}
