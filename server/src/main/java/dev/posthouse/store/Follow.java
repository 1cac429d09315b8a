package dev.posthouse.store;

import dev.posthouse.event.AttemptId;
import dev.posthouse.event.EventId;
import dev.posthouse.event.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;

/// Reads what is stored as it is stored, for one tenant after the other: events and attempts, node
/// by node in the order of commits.
public final class Follow {
  /// Transactions of one node that one look takes.
  private static final int ROWS = 20;

  private final Ledger ledger;
  private final InstantSource clock;

  public Follow(Ledger ledger, InstantSource clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  /// How far back a position may lie that is gone on with: within [Feed#REMEMBERED], less what
  /// passes between two times that a reader says it is there.
  private static final Duration BACK = Feed.REMEMBERED.minusMinutes(2);

  /// Up to where somebody has read: by node, the number of its last transaction; and by [#READ],
  /// which is no node, until when all was read.
  public record Position(Map<Long, Long> numbers) {
    private static final long READ = 0;

    public Position {
      numbers = Map.copyOf(numbers);
    }

    Position with(long node, long number) {
      var all = new TreeMap<>(numbers);
      all.put(node, number);
      return new Position(all);
    }

    /// The same, with all read until this time.
    public Position at(Instant time) {
      return with(READ, Micros.of(time));
    }

    /// Until when all was read.
    public Instant read() {
      return Micros.instant(numbers.getOrDefault(READ, 0L));
    }
  }

  /// An event that was accepted, or an attempt, in one transaction.
  ///
  /// @param attempt absent for an event
  public record Stored(EventId event, Optional<AttemptId> attempt) {}

  /// @param after where one is when all of it is read
  /// @param upTo until when all that was stored is read then
  public record Look(List<Stored> stored, Position after, Instant upTo) {}

  /// Has what is stored for a tenant written down from now on, on every node, until some minutes
  /// after this was last called. Completes with until when it was wanted before; the epoch of time
  /// if it was not.
  public CompletableFuture<Instant> want(TenantId tenant) {
    return ledger.change(db -> {
      Instant now = clock.instant();
      Instant before =
          db.select("select until from feed_wanted where tenant = ?", tenant.value())
              .mapTo(Long.class)
              .findOne()
              .map(Micros::instant)
              .orElse(Instant.EPOCH);
      db.execute(
          """
          insert into feed_wanted (tenant, until) values (?, ?)
          on conflict (tenant) do update set until = excluded.until
          """,
          tenant.value(),
          Micros.of(now.plus(Feed.REMEMBERED)));
      ledger.feed().look(db, now);
      return before;
    });
  }

  /// Where one is who has read all.
  public Position newest(TenantId tenant) {
    return ledger.read(db -> {
      var numbers = new TreeMap<Long, Long>();
      for (long node : nodes(db, tenant)) {
        db.select(
                "select max(number) from feed where tenant = ? and node = ?", tenant.value(), node)
            .mapTo(Long.class)
            .findOne()
            .ifPresent(number -> numbers.put(node, number));
      }
      return new Position(numbers);
    });
  }

  /// Whether all that came after a position can still be read.
  ///
  /// @param wanted what [#want] told
  public boolean whole(Position position, Instant wanted) {
    Instant now = clock.instant();
    return wanted.isAfter(now) && position.read().isAfter(now.minus(BACK));
  }

  /// What was stored after a position, a part of it if it is much.
  public Look after(TenantId tenant, Position position) {
    Instant now = clock.instant();
    return ledger.read(db -> {
      var stored = new ArrayList<Stored>();
      Position at = position;
      Instant upTo = now;
      for (long node : nodes(db, tenant)) {
        List<Row> rows = rows(db, tenant, node, position.numbers().getOrDefault(node, 0L));
        for (Row row : rows) {
          Feed.entries(row.entries()).forEach(entry -> stored.add(stored(entry)));
          at = at.with(node, row.number());
        }
        if (rows.size() == ROWS) {
          Instant last = Micros.instant(rows.getLast().number());
          upTo = last.isBefore(upTo) ? last : upTo;
        }
      }
      return new Look(stored, at, upTo);
    });
  }

  /// Whether some of what was stored since then may soon be forgotten, or is.
  public boolean lost(Instant upTo) {
    return upTo.isBefore(clock.instant().minus(Feed.REMEMBERED));
  }

  private record Row(long number, byte[] entries) {}

  /// Those that have written anything for the tenant, whether they live or not: a step through the
  /// index for each.
  private static List<Long> nodes(Handle db, TenantId tenant) {
    return db.createQuery(
            """
            with recursive writer (node) as (
              select min(node) from feed where tenant = :tenant
              union all
              select (select min(f.node) from feed f where f.tenant = :tenant and f.node > w.node)
              from writer w where w.node is not null)
            select node from writer where node is not null
            """)
        .bind("tenant", tenant.value())
        .mapTo(Long.class)
        .list();
  }

  private static List<Row> rows(Handle db, TenantId tenant, long node, long after) {
    return db.select(
            """
            select number, entries from feed where tenant = ? and node = ? and number > ?
            order by number limit ?
            """,
            tenant.value(),
            node,
            after,
            ROWS)
        .map((row, context) -> new Row(row.getLong(1), row.getBytes(2)))
        .list();
  }

  private static Stored stored(Feed.Entry entry) {
    var event = new EventId(entry.event());
    return new Stored(
        event,
        entry.attempt() == 0
            ? Optional.empty()
            : Optional.of(new AttemptId(event, entry.attempt())));
  }

  /// Drops what no reader can want any more.
  public CompletableFuture<Integer> drop() {
    return ledger.change(db -> {
      long before = Micros.of(clock.instant().minus(Feed.KEPT));
      db.execute("delete from feed_wanted where until < ?", before);
      return db.execute("delete from feed where number < ?", before);
    });
  }
}
