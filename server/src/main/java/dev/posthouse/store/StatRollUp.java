package dev.posthouse.store;

import dev.posthouse.work.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Handle;

/// Moves statistics that are past their time from minutes to hours and from hours to days, and
/// drops days in the end. A row is moved, not copied: whatever is counted stands in one table only.
public final class StatRollUp {
  /// How long minutes and hours are shown as such. A row is small, but there is one for each key
  /// that was busy in its minute.
  public static final Duration MINUTES = Duration.ofDays(2);

  public static final Duration HOURS = Duration.ofDays(90);
  public static final Duration DAYS = Duration.ofDays(730);

  private static final int SLICE = 500;

  private final Ledger ledger;
  private final Tasks tasks;

  public StatRollUp(Ledger ledger, Tasks tasks) {
    this.ledger = ledger;
    this.tasks = tasks;
  }

  /// Moves all that is past its time, slice by slice.
  public void run(Instant now) throws InterruptedException {
    boolean more = true;
    while (more) {
      more = tasks.await(slice(now));
    }
  }

  /// What is moved from a table to a coarser one.
  private record Move(String from, String to, Duration keeps, Duration length) {}

  private static final List<Move> MOVES =
      List.of(
          new Move("stat_minute", "stat_hour", MINUTES, Duration.ofHours(1)),
          new Move("stat_hour", "stat_day", HOURS, Duration.ofDays(1)));

  /// Whose rows are past their time.
  private record Late(long tenant, Move move, long before) {}

  /// A row that is moved.
  private record Row(StatKey key, long start, long node, int life, StatSum sum) {}

  private record Place(StatKey key, long start) {}

  /// Completes with whether there may be more.
  private CompletableFuture<Boolean> slice(Instant now) {
    for (Move move : MOVES) {
      long before = StatRows.start(now.minus(move.keeps()), move.length());
      List<Long> tenants = ledger.read(db -> late(db, move.from(), before));
      if (!tenants.isEmpty()) {
        return ledger.change(db -> move(db, new Late(tenants.getFirst(), move, before)) > 0);
      }
    }
    long before = StatRows.start(now.minus(DAYS), Duration.ofDays(1));
    List<Long> tenants = ledger.read(db -> late(db, "stat_day", before));
    return tenants.isEmpty()
        ? CompletableFuture.completedFuture(false)
        : ledger.change(db -> drop(db, tenants.getFirst(), before) > 0);
  }

  /// Goes from tenant to tenant by the key, not through all rows.
  private static List<Long> late(Handle db, String table, long before) {
    return db.select(
            """
            with recursive t(tenant) as (
              select min(tenant) from %1$s
              union all
              select (select min(s.tenant) from %1$s s where s.tenant > t.tenant) from t
              where t.tenant is not null)
            select tenant from t
            where tenant is not null
              and (select min(start) from %1$s s where s.tenant = t.tenant) < ? limit 1
            """
                .formatted(table),
            before)
        .mapTo(Long.class)
        .list();
  }

  private int move(Handle db, Late late) {
    List<Row> rows = oldest(db, late);
    if (delete(db, late.move().from(), rows) < rows.size()) {
      throw new StoreException("another node moves these statistics");
    }
    var sums = new LinkedHashMap<Place, StatSum>();
    for (Row row : rows) {
      long length = Micros.of(late.move().length());
      var place = new Place(row.key(), Math.floorDiv(row.start(), length) * length);
      sums.computeIfAbsent(place, p -> new StatSum()).add(row.sum());
    }
    sums.forEach((place, sum) -> addTo(db, late.move().to(), place, sum));
    return rows.size();
  }

  private static List<Row> oldest(Handle db, Late late) {
    String sql =
        "select "
            + StatRows.COLUMNS
            + " from "
            + late.move().from()
            + " where tenant = ? and start < ?"
            + " order by tenant, start, endpoint, subscription, type, node, life limit "
            + SLICE;
    return db.select(sql, late.tenant(), late.before())
        .map((row, context) -> {
          var key = new StatKey(row.getLong(1), row.getLong(3), row.getLong(4), row.getString(5));
          var sum = new StatSum();
          sum.add(row, 8);
          return new Row(key, row.getLong(2), row.getLong(6), row.getInt(7), sum);
        })
        .list();
  }

  private static int delete(Handle db, String table, List<Row> rows) {
    var batch =
        db.prepareBatch(
            "delete from "
                + table
                + " where tenant = ? and start = ? and endpoint = ? and subscription = ?"
                + " and type = ? and node = ? and life = ?");
    for (Row row : rows) {
      StatKey key = row.key();
      batch.add(
          key.tenant(),
          row.start(),
          key.endpoint(),
          key.subscription(),
          key.type(),
          row.node(),
          row.life());
    }
    return rows.isEmpty() ? 0 : Arrays.stream(batch.execute()).sum();
  }

  /// This node's row of the coarser table, with what it has already.
  private void addTo(Handle db, String table, Place place, StatSum sum) {
    StatKey key = place.key();
    db.select(
            "select "
                + StatRows.COUNTS
                + " from "
                + table
                + " where tenant = ? and start = ? and endpoint = ? and subscription = ?"
                + " and type = ? and node = ? and life = 0",
            key.tenant(),
            place.start(),
            key.endpoint(),
            key.subscription(),
            key.type(),
            ledger.epoch())
        .map((row, context) -> {
          sum.add(row, 1);
          return true;
        })
        .findOne();
    StatRows.put(db, table, key, place.start(), ledger.epoch(), sum);
  }

  private static int drop(Handle db, long tenant, long before) {
    return db.execute("delete from stat_day where tenant = ? and start < ?", tenant, before);
  }
}
