package dev.posthouse.store;

import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.Event;
import dev.posthouse.event.EventId;
import dev.posthouse.event.NewDelivery;
import dev.posthouse.event.OpenDelivery;
import dev.posthouse.event.OpenDelivery.Mark;
import dev.posthouse.event.State;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.event.TenantId;
import dev.posthouse.event.Verdict;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/// What people ask of deliveries: cancel, retry, and what follows when an endpoint goes. Each is a
/// small change on the writer, large ones in slices.
public final class Deliveries {
  /// Rows that one change may take, so that publishes between two slices wait for at most one.
  static final int SLICE = 500;

  /// Final deliveries, each with the number of its last attempt, manual ones included.
  private static final String FINAL =
      """
      select event, id, tenant, endpoint, subscription, revision,
        (select coalesce(max(number), 0) from attempt a
          where a.event = d.event and a.delivery = d.id) as attempts
      from delivery d
      """;

  private static final String HOLD =
      """
      update waiting set due = 9223372036854775807
      where event = ? and id = ? and attempts = ? and mark <> 2
      """;

  private static final String LET_GO =
      """
      update waiting set due = case when extra > 0 and mark <> 1 then 0 else scheduled end
      where event = ? and id = ?
      """;

  private final Ledger ledger;
  private final InstantSource clock;

  public Deliveries(Ledger ledger, InstantSource clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  public enum Cancelled {
    /// It is cancelled.
    DONE,
    /// It is on its way, or another node holds it: it is marked, and will not be sent once more.
    MARKED,
    /// It was final already: nothing to cancel.
    FINAL,
    UNKNOWN
  }

  /// Cancels an open delivery: at once, or by a mark if its attempt is on its way, or if another
  /// node holds it.
  ///
  /// @param letGo has this node forget a delivery that is not on its way yet; false if it is.
  ///   Called on the writer's thread, must not block
  public CompletableFuture<Cancelled> cancel(
      TenantId tenant, DeliveryId id, Predicate<OpenDelivery> letGo) {
    return ledger
        .change(db -> cancel(db, tenant, id, letGo))
        .thenApply(done -> {
          done.row().ifPresent(ledger.backlog()::closed);
          return done.result();
        });
  }

  /// What a cancel did, and the row that is gone.
  private record CancelDone(Cancelled result, Optional<OpenDelivery> row) {}

  private CancelDone cancel(
      Handle db, TenantId tenant, DeliveryId id, Predicate<OpenDelivery> letGo) {
    Optional<OpenDelivery> row = WaitingRows.find(db, id).filter(r -> r.tenant().equals(tenant));
    if (row.isEmpty()) {
      boolean known = last(db, tenant, id).isPresent();
      return new CancelDone(known ? Cancelled.FINAL : Cancelled.UNKNOWN, row);
    }
    if (row.get().mark() == Mark.AGAIN) {
      return new CancelDone(Cancelled.FINAL, Optional.empty());
    }
    if (!ofAnotherNode(db, row.get()) && letGo.test(row.get())) {
      cancelled(db, row.get(), FinalDelivery.CANCELLED_BY_HAND);
      return new CancelDone(Cancelled.DONE, row);
    }
    db.execute("update waiting set mark = 2 where event = ? and id = ?", key(id));
    return new CancelDone(Cancelled.MARKED, Optional.empty());
  }

  private boolean ofAnotherNode(Handle db, OpenDelivery row) {
    return row.owner() != ledger.epoch() && ledger.lease().alive(db, row.owner());
  }

  /// Ends a marked delivery that this node holds and does not send. False if it had moved on.
  public CompletableFuture<Boolean> drop(OpenDelivery held) {
    return ledger
        .change(db -> {
          Optional<OpenDelivery> row =
              WaitingRows.find(db, held.id())
                  .filter(r ->
                      r.mark() == Mark.CANCEL
                          && r.attempts() == held.attempts()
                          && r.owner() == held.owner());
          row.ifPresent(r -> cancelled(db, r, FinalDelivery.CANCELLED_BY_HAND));
          return row;
        })
        .thenApply(row -> {
          row.ifPresent(ledger.backlog()::closed);
          return row.isPresent();
        });
  }

  /// Wants one more attempt, now. Empty if there is no such delivery.
  public CompletableFuture<Optional<OpenDelivery>> retry(TenantId tenant, DeliveryId id) {
    return ledger
        .change(db -> {
          Optional<OpenDelivery> open = WaitingRows.find(db, id);
          return open.isPresent()
              ? open.filter(row -> row.tenant().equals(tenant)).map(row -> again(db, row))
              : reopen(db, tenant, id);
        })
        .thenApply(done -> {
          done.filter(Reopened::opened).ifPresent(d -> ledger.backlog().opened(d.row()));
          return done.map(Reopened::row);
        });
  }

  /// A delivery with one more attempt wanted; `opened` if it had no row of open work before.
  private record Reopened(OpenDelivery row, boolean opened) {}

  private static Reopened again(Handle db, OpenDelivery row) {
    db.execute(
        """
        update waiting set extra = extra + 1,
          due = case when due = 9223372036854775807 then due else 0 end,
          scheduled = case when mark = 1 then 0 else scheduled end
        where event = ? and id = ?
        """,
        key(row.id()));
    return new Reopened(row, false);
  }

  private Optional<Reopened> reopen(Handle db, TenantId tenant, DeliveryId id) {
    Optional<OpenDelivery> row = last(db, tenant, id).filter(last -> stays(db, last.event()));
    row.ifPresent(r -> reopen(db, r));
    return row.map(r -> new Reopened(r, true));
  }

  /// Puts open deliveries of paused subscriptions where no fetch of their endpoints meets them.
  /// What has moved on, or is not paused any more, stays.
  public CompletableFuture<Integer> hold(List<OpenDelivery> rows) {
    return ledger.change(db -> {
      var batch = db.prepareBatch(HOLD);
      for (OpenDelivery row : rows) {
        if (ledger.backlog().holds(row.pin().subscription())) {
          batch.add(row.event().value(), row.id().value(), row.attempts());
        }
      }
      return batch.size() == 0 ? 0 : Arrays.stream(batch.execute()).sum();
    });
  }

  /// What a slice of a release has let go, by endpoint, and whether nothing is left.
  public record Released(List<EndpointId> endpoints, int count, boolean last) {}

  /// Lets go, in order of their events, what waits for a paused subscription: for a change.
  public static Released release(Handle db, SubscriptionId subscription, int limit) {
    record Row(long event, long id, EndpointId endpoint) {}
    List<Row> rows =
        db.select(
                """
                select event, id, endpoint from waiting
                where subscription = ? and due = 9223372036854775807 order by event, id limit ?
                """,
                subscription.value(),
                limit)
            .map((row, context) ->
                new Row(row.getLong(1), row.getLong(2), new EndpointId(row.getLong(3))))
            .list();
    if (!rows.isEmpty()) {
      var batch = db.prepareBatch(LET_GO);
      rows.forEach(row -> batch.add(row.event(), row.id()));
      var _ = batch.execute();
    }
    var endpoints = rows.stream().map(Row::endpoint).distinct().toList();
    return new Released(endpoints, rows.size(), rows.size() < limit);
  }

  /// Whether more than so many wait for an endpoint that are due by then, on whichever node.
  public static boolean moreDueThan(Handle db, int count, EndpointId endpoint, Instant by) {
    return db.select(
            "select 1 from waiting where endpoint = ? and due <= ? limit 1 offset ?",
            endpoint.value(),
            Micros.of(by),
            count)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  /// The subscriptions that deliveries wait apart for.
  public static List<SubscriptionId> apart(Handle db) {
    var all = new ArrayList<SubscriptionId>();
    Optional<SubscriptionId> next = apartAfter(db, Long.MIN_VALUE);
    while (next.isPresent()) {
      all.add(next.get());
      next = apartAfter(db, next.get().value());
    }
    return all;
  }

  /// Each by one look at the index, however many wait.
  private static Optional<SubscriptionId> apartAfter(Handle db, long subscription) {
    return db.select(
            """
            select subscription from waiting
            where due = 9223372036854775807 and subscription > ? order by subscription limit 1
            """,
            subscription)
        .mapTo(Long.class)
        .map(SubscriptionId::new)
        .findOne();
  }

  /// Adds deliveries to an event that is stored; false if it has expired meanwhile. Beyond the
  /// limits of the backlog they are given up at once, as those of a publish are.
  public CompletableFuture<Boolean> replay(Event event, List<NewDelivery> wanted) {
    return ledger
        .change(db -> {
          return stays(db, event.id())
              ? Optional.of(open(db, event, wanted))
              : Optional.<List<OpenDelivery>>empty();
        })
        .thenApply(opened -> {
          opened.ifPresent(rows -> rows.forEach(ledger.backlog()::opened));
          return opened.isPresent();
        });
  }

  /// Whether an event is there, and stays until the change commits.
  private boolean stays(Handle db, EventId event) {
    return db.select("select 1 from event e where e.id = ?" + ledger.locks().held(), event.value())
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  private List<OpenDelivery> open(Handle db, Event event, List<NewDelivery> wanted) {
    var opened = new ArrayList<OpenDelivery>();
    var backlog = ledger.backlog();
    for (NewDelivery delivery : wanted) {
      Instant now = clock.instant();
      OpenDelivery row = OpenDelivery.first(event, delivery, now);
      StatRows.add(db, StatKey.of(row, event.type()), now, Count.DELIVERIES, 1);
      switch (backlog.admit(row, opened.size(), opened.size())) {
        case WAITS -> {
          WaitingRows.insert(db, row, backlog.holds(row.pin().subscription()));
          opened.add(row);
        }
        case ENDPOINT_GONE -> end(db, row, State.CANCELLED, FinalDelivery.ENDPOINT_REMOVED);
        case FULL -> end(db, row, State.FAILED, Verdict.Reason.BACKLOG_FULL.word());
      }
    }
    return opened;
  }

  /// The endpoint of a delivery, open or final, of this tenant.
  public CompletableFuture<Optional<EndpointId>> endpointOf(TenantId tenant, DeliveryId id) {
    return ledger.change(db ->
        WaitingRows.find(db, id)
            .filter(row -> row.tenant().equals(tenant))
            .or(() -> last(db, tenant, id))
            .map(OpenDelivery::endpoint));
  }

  /// Cancels what is open for an endpoint that is gone: one slice. Returns how many; the caller
  /// goes on until none is left.
  public CompletableFuture<Integer> endpointRemoved(EndpointId endpoint) {
    ledger.backlog().removed(endpoint);
    return ledger
        .change(db -> {
          List<OpenDelivery> open = WaitingRows.ofEndpoint(db, endpoint, SLICE);
          open.forEach(row -> cancelled(db, row, FinalDelivery.ENDPOINT_REMOVED));
          return open;
        })
        .thenApply(open -> {
          open.forEach(ledger.backlog()::closed);
          return open.size();
        });
  }

  /// The endpoints that have open work though none of the living is them: what a removal that was
  /// cut short has left. Blocking.
  ///
  /// @param living asked after the open work was read: an endpoint that had work by then was
  ///   created before
  public List<EndpointId> orphans(Supplier<Set<EndpointId>> living) {
    List<OpenEndpoint> open = ledger.openEndpoints();
    Set<EndpointId> known = living.get();
    return open.stream()
        .map(OpenEndpoint::endpoint)
        .filter(endpoint -> !known.contains(endpoint))
        .toList();
  }

  /// Nothing of the row is left but, for one that was not final, its end.
  private void cancelled(Handle db, OpenDelivery row, String reason) {
    db.execute("delete from waiting where event = ? and id = ?", key(row.id()));
    if (row.mark() != Mark.AGAIN) {
      end(db, row, State.CANCELLED, reason);
    }
  }

  private void end(Handle db, OpenDelivery row, State state, String reason) {
    Instant now = clock.instant();
    DeliveryRows.insert(db, new FinalDelivery(row, state, reason, row.attempts(), now));
    StatRows.add(db, row, now, Count.of(state), 1);
  }

  /// A final delivery gets a row of open work again, for one manual attempt.
  private void reopen(Handle db, OpenDelivery row) {
    boolean held = ledger.backlog().holds(row.pin().subscription());
    WaitingRows.insert(db, row.wantedAgain(), held);
  }

  private static Optional<OpenDelivery> last(Handle db, TenantId tenant, DeliveryId id) {
    return db.select(
            FINAL + "where event = ? and id = ? and tenant = ?",
            id.event().value(),
            id.value(),
            tenant.value())
        .map((row, context) -> WaitingRows.again(row))
        .findOne();
  }

  private static Object[] key(DeliveryId id) {
    return new Object[] {id.event().value(), id.value()};
  }
}
