package dev.posthouse.config;

import dev.posthouse.access.Actor;
import dev.posthouse.config.Checkpoint.Dropped;
import dev.posthouse.store.Ledger;
import dev.posthouse.store.Micros;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// Drops revisions that are past their time, but for what is needed still: of every resource the
/// newest one that is not newer than the horizon and than the oldest kept event, and all later
/// ones. Each slice leaves a checkpoint in the record.
public final class RevisionRetention {
  static final int SLICE = 500;

  /// Events that are accepted at the same time may have route tables that are not in order.
  private static final int OLDEST_EVENTS = 1_000;

  private final Ledger ledger;
  private final Journal journal;

  public RevisionRetention(Ledger ledger, Journal journal) {
    this.ledger = ledger;
    this.journal = journal;
  }

  /// Drops, slice by slice, what was recorded before `horizon` and is not needed any more.
  public void drop(Instant horizon) throws InterruptedException {
    boolean more = true;
    while (more) {
      more = slice(horizon);
    }
  }

  /// Takes one slice of what was recorded before `horizon`. Returns whether there may be more.
  public boolean slice(Instant horizon) throws InterruptedException {
    return journal.change(pen -> {
      List<Dropped> dropped = ledger.read(db -> droppable(db, horizon));
      if (!dropped.isEmpty()) {
        pen.commit(
            Actor.SYSTEM, List.of(Checkpoint.of(dropped).entry()), db -> delete(db, dropped));
      }
      return dropped.size() == SLICE;
    });
  }

  private static List<Dropped> droppable(Handle db, Instant horizon) {
    return db.createQuery(
            """
            select r.number, r.hash from revision r
            where r.number <= :until and r.kind <> 'checkpoint'
              and (r.doc = '' or exists (
                select 1 from revision n
                where n.tenant = r.tenant and n.kind = r.kind and n.resource = r.resource
                  and n.number > r.number and n.number <= :until))
            order by r.number limit :limit
            """)
        .bind("until", Math.min(newestBefore(db, horizon), oldestTable(db)))
        .bind("limit", SLICE)
        .map((row, context) -> new Dropped(row.getLong("number"), row.getBytes("hash")))
        .list();
  }

  private static long newestBefore(Handle db, Instant horizon) {
    return db.createQuery("select coalesce(max(number), 0) from revision where at < :at")
        .bind("at", Micros.of(horizon))
        .mapTo(Long.class)
        .one();
  }

  /// The number of the route table of the oldest kept event; without any, no bound.
  private static long oldestTable(Handle db) {
    return db.createQuery(
            """
            select min(route_table) from (
              select route_table from event order by id limit :limit) e
            """)
        .bind("limit", OLDEST_EVENTS)
        .mapTo(Long.class)
        .findOne()
        .orElse(Long.MAX_VALUE);
  }

  private static void delete(Handle db, List<Dropped> dropped) {
    var batch = db.prepareBatch("delete from revision where number = :number");
    dropped.forEach(one -> batch.bind("number", one.number()).add());
    batch.execute();
  }
}
