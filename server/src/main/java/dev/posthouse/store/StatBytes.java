package dev.posthouse.store;

import dev.posthouse.event.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// How many bytes of events came when, by the statistics.
///
/// @param start of the minute, hour or day that is counted
/// @param end of it
public record StatBytes(Instant start, Instant end, String type, long bytes) {
  /// Goes from one start to the one before by the key: what is counted of events is few rows among
  /// those of the endpoints.
  private static final String STARTS =
      """
      %1$s(start) as (
        select max(start) from stat_%1$s where tenant = :tenant
        union all
        select (select max(s.start) from stat_%1$s s
          where s.tenant = :tenant and s.start < n.start and s.start >= :since)
        from %1$s n where n.start is not null)
      """;

  private static final String ROWS =
      """
      select s.start, :%1$s as length, s.type, s.bytes from %1$s n
      cross join stat_%1$s s
      where s.tenant = :tenant and s.start = n.start and s.endpoint = 0 and s.subscription = 0
        and s.bytes > 0
      """;

  /// One statement, so that what moves to a coarser table is seen once.
  private static final String SELECT =
      "with recursive "
          + ofEach(STARTS, ", ")
          + " select start, length, type, sum(bytes) from ("
          + ofEach(ROWS, " union all ")
          + ") as counted group by start, length, type order by start desc";

  private static String ofEach(String sql, String between) {
    return String.join(
        between, sql.formatted("minute"), sql.formatted("hour"), sql.formatted("day"));
  }

  /// What a tenant's events had since then, by type, the newest first.
  public static List<StatBytes> of(Handle db, TenantId tenant, Instant since) {
    return db.createQuery(SELECT)
        .bind("tenant", tenant.value())
        .bind("since", Micros.of(since))
        .bind("minute", Micros.of(Duration.ofMinutes(1)))
        .bind("hour", Micros.of(Duration.ofHours(1)))
        .bind("day", Micros.of(Duration.ofDays(1)))
        .map((row, context) ->
            new StatBytes(
                Micros.instant(row.getLong(1)),
                Micros.instant(row.getLong(1) + row.getLong(2)),
                row.getString(3),
                row.getLong(4)))
        .list();
  }
}
