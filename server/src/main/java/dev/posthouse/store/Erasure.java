package dev.posthouse.store;

import dev.posthouse.event.Decisions;
import dev.posthouse.event.EventId;
import dev.posthouse.event.OpenDelivery;
import dev.posthouse.event.OpenDelivery.Mark;
import dev.posthouse.event.State;
import dev.posthouse.event.TenantId;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/// Takes single events out of the tables with everything that belongs to them: for a change.
public final class Erasure {
  private final Ledger ledger;

  public Erasure(Ledger ledger) {
    this.ledger = ledger;
  }

  /// What was taken.
  ///
  /// @param open deliveries that waited; they are nobody's any more
  /// @param deliveries open ones among them
  public record Erased(List<OpenDelivery> open, int events, int deliveries, int attempts) {
    static final Erased NOTHING = new Erased(List.of(), 0, 0, 0);
  }

  /// A settle of what was on its way then writes nothing.
  public Erased erase(Handle db, List<EventId> events) {
    if (events.isEmpty()) {
      return Erased.NOTHING;
    }
    List<Long> ids = events.stream().map(EventId::value).toList();
    ledger.locks().take(db, ids);
    List<OpenDelivery> open = WaitingRows.ofEvents(db, ids);
    int fresh = (int) open.stream().filter(row -> row.mark() != Mark.AGAIN).count();
    ledger.keys().free(db, ids);
    delete(db, "waiting", "event", ids);
    delete(db, "job_delivery", "event", ids);
    delete(db, "search_key", "event", ids);
    int attempts = delete(db, "attempt", "event", ids);
    int deliveries = delete(db, "delivery", "event", ids);
    int gone = delete(db, "event", "id", ids);
    return new Erased(open, gone, deliveries + fresh, attempts);
  }

  /// Takes what is remembered of a subject, whichever events it came with, and of whatever it was
  /// told to begin with.
  public void forget(Handle db, TenantId tenant, String subject) {
    db.execute("delete from fingerprint where whose = ?", Whose.of(tenant, subject));
  }

  /// Takes what is remembered of subjects because of these events.
  public void forget(Handle db, List<EventId> events) {
    if (!events.isEmpty()) {
      delete(db, "fingerprint", "event", events.stream().map(EventId::value).toList());
    }
  }

  /// Takes the data of events, what finds them by their data, and what their receivers said; the
  /// facts about them stay. What is still open cannot be sent any more, and fails. Returns what was
  /// open.
  public List<OpenDelivery> strip(Handle db, List<EventId> events, Instant now) {
    if (events.isEmpty()) {
      return List.of();
    }
    List<Long> ids = events.stream().map(EventId::value).toList();
    ledger.locks().take(db, ids);
    List<OpenDelivery> open = WaitingRows.ofEvents(db, ids);
    delete(db, "waiting", "event", ids);
    for (OpenDelivery row : open) {
      if (row.mark() != Mark.AGAIN) {
        String reason = FinalDelivery.DATA_REMOVED;
        DeliveryRows.insert(db, new FinalDelivery(row, State.FAILED, reason, row.attempts(), now));
        StatRows.add(db, row, now, Count.FAILED, 1);
      }
    }
    empty(db, "update attempt set head = :nothing where event in (<ids>)", ids).execute();
    delete(db, "search_key", "event", ids);
    stripDecisions(db, ids);
    empty(
            db,
            """
            update event set data = :nothing, headers = :nothing, data_removed = :now
            where id in (<ids>)
            """,
            ids)
        .bind("now", Micros.of(now))
        .execute();
    return open;
  }

  /// What was found stays, the values that changed do not.
  private static void stripDecisions(Handle db, List<Long> ids) {
    db.createQuery("select id, decisions from event where id in (<ids>) and decisions is not null")
        .bindList("ids", ids)
        .map((row, context) ->
            new Decided(row.getLong("id"), DecisionText.read(row.getBytes("decisions"))))
        .list()
        .forEach(one ->
            db.execute(
                "update event set decisions = ? where id = ?",
                DecisionText.write(one.decisions().withoutChanges()),
                one.event()));
  }

  private record Decided(long event, Decisions decisions) {}

  private static Update empty(Handle db, String sql, List<Long> ids) {
    return db.createUpdate(sql).bind("nothing", new byte[0]).bindList("ids", ids);
  }

  private static int delete(Handle db, String table, String column, List<Long> ids) {
    return db.createUpdate("delete from <table> where <column> in (<ids>)")
        .define("table", table)
        .define("column", column)
        .bindList("ids", ids)
        .execute();
  }

  /// Once that has committed.
  public void committed(List<OpenDelivery> open) {
    open.forEach(ledger.backlog()::closed);
  }
}
