package dev.posthouse.store;

import dev.posthouse.event.EndpointId;
import dev.posthouse.event.Ids;
import dev.posthouse.event.TenantId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/// Drops events that are older than the horizon, with everything that belongs to them, in slices
/// between which publishes go on: open work first, then the keys (found through the events), then
/// the rows. On a partitioned database whole days go at once when all of a day is past the horizon.
public final class Retention {
  /// The SQLSTATE of a lock that was not to be had in time.
  private static final String LOCKED = "55P03";

  private final Ledger ledger;
  private final Database database;
  private final WriterCounts counts;

  public Retention(Ledger ledger, Database database, WriterCounts counts) {
    this.ledger = ledger;
    this.database = database;
    this.counts = counts;
  }

  /// Takes one slice of what was accepted before `horizon`. Completes with whether there may be
  /// more.
  public CompletableFuture<Boolean> slice(Instant horizon) {
    long before = Ids.floor(horizon);
    return ledger
        .change(db -> {
          Optional<Long> last = lastOfSlice(db, before);
          return last.map(until -> expire(db, until));
        })
        .thenApply(expired -> {
          expired.ifPresent(open -> open.forEach(this::forget));
          return expired.isPresent();
        });
  }

  /// Open work of one endpoint that is dropped.
  private record Expired(TenantId tenant, EndpointId endpoint, long count) {}

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

  private void forget(Expired open) {
    ledger.backlog().add(open.tenant(), open.endpoint(), -open.count());
    counts.expired.add(open.count());
  }

  private static Optional<Long> lastOfSlice(Handle db, long before) {
    return db.select(
            "select max(id) from (select id from event where id < ? order by id limit ?) e",
            before,
            Deliveries.SLICE)
        .mapTo(Long.class)
        .findOne();
  }

  private List<Expired> expire(Handle db, long until) {
    List<Expired> open = expireOpen(db, until);
    ledger.keys().expire(db, until);
    db.execute("delete from job_delivery where event <= ?", until);
    db.execute("delete from search_key where event <= ?", until);
    db.execute("delete from attempt where event <= ?", until);
    db.execute("delete from delivery where event <= ?", until);
    counts.dropped.add(db.execute("delete from event where id <= ?", until));
    return open;
  }

  private static List<Expired> expireOpen(Handle db, long until) {
    List<Expired> open =
        db.select(
                """
                select tenant, endpoint, count(*) from waiting where event <= ?
                group by tenant, endpoint
                """,
                until)
            .map((row, context) ->
                new Expired(
                    new TenantId(row.getLong(1)), new EndpointId(row.getLong(2)), row.getLong(3)))
            .list();
    db.execute("delete from waiting where event <= ?", until);
    return open;
  }

  /// Drops the partitions of days that are wholly before `horizon` and empty by now. A lock that
  /// cannot be had at once is left for the next time.
  public CompletableFuture<Integer> dropDays(Instant horizon) {
    if (!database.partitioned()) {
      return CompletableFuture.completedFuture(0);
    }
    return ledger.change(db -> dropDays(db, horizon));
  }

  private static int dropDays(Handle db, Instant horizon) {
    long today = Partitions.day(Ids.floor(horizon));
    if (lastOfSlice(db, Partitions.first(today)).isPresent()) {
      return 0;
    }
    String end = Partitions.name("event", today);
    List<String> past =
        db.select(
                """
                select relname from pg_class where relispartition and relkind = 'r'
                  and relname like 'event\\_%' and relname < ? order by relname limit 5
                """,
                end)
            .mapTo(String.class)
            .list();
    db.execute("set local lock_timeout = '50ms'");
    return (int) past.stream().takeWhile(event -> dropDay(db, event)).count();
  }

  /// False if somebody reads just now.
  private static boolean dropDay(Handle db, String event) {
    db.savepoint("day");
    try {
      for (String table : Partitions.TABLES) {
        db.execute("drop table if exists " + event.replace("event_", table + "_"));
      }
      db.releaseSavepoint("day");
      return true;
    } catch (UnableToExecuteStatementException e) {
      if (e.getCause() instanceof SQLException sql && LOCKED.equals(sql.getSQLState())) {
        db.rollbackToSavepoint("day");
        return false;
      }
      throw e;
    }
  }
}
