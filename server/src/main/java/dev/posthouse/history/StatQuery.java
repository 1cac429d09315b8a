package dev.posthouse.history;

import dev.posthouse.event.EndpointId;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.event.TenantId;
import dev.posthouse.store.Micros;
import dev.posthouse.store.StatRows;
import dev.posthouse.store.StatSum;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// Reads the statistics of a tenant and adds up what belongs together.
final class StatQuery {
  private static final int COUNTS_AT = 5;

  private final TenantId tenant;
  private final StatFilter filter;
  private final TreeMap<Place, StatSum> sums =
      new TreeMap<>(Comparator.comparingLong(Place::start).thenComparing(Place::group));

  private record Place(long start, String group) {}

  StatQuery(TenantId tenant, StatFilter filter) {
    this.tenant = tenant;
    this.filter = filter;
  }

  /// A table of counts.
  private record Counts(String table, Duration length) {}

  private static final List<Counts> ALL =
      List.of(
          new Counts("stat_minute", Duration.ofMinutes(1)),
          new Counts("stat_hour", Duration.ofHours(1)),
          new Counts("stat_day", Duration.ofDays(1)));

  /// In order of time, then of the group; at most `most` and one more. One statement reads all, for
  /// what is being moved from one table to the next stands in one of them at any moment; in a
  /// transaction, for only there does PostgreSQL's driver read a part at a time.
  List<StatLine> lines(Handle db, int most) {
    db.useTransaction(read -> read(read, most));
    return sums.entrySet().stream()
        .map(sum ->
            new StatLine(
                Micros.instant(sum.getKey().start()), sum.getKey().group(), sum.getValue()))
        .toList();
  }

  private void read(Handle db, int most) {
    List<Counts> read =
        ALL.stream()
            .filter(counts ->
                filter.step().map(s -> counts.length.compareTo(s.length()) <= 0).orElse(true))
            .toList();
    String sql =
        read.stream().map(this::sql).collect(Collectors.joining(" union all ")) + " order by start";
    try (var query = db.createQuery(sql).setFetchSize(1_000)) {
      query.bind("tenant", tenant.value()).bind("until", Micros.of(filter.until()));
      read.forEach(counts ->
          query.bind("since_" + counts.table, floor(Micros.of(filter.since()), counts.length)));
      filter.endpoint().ifPresent(e -> query.bind("endpoint", e.value()));
      filter.subscription().ifPresent(s -> query.bind("subscription", s.value()));
      filter.type().ifPresent(t -> query.bind("type", t));
      var _ = query.map((row, context) -> add(row, most)).stream().allMatch(more -> more);
    }
  }

  private String sql(Counts counts) {
    return "select start, endpoint, subscription, type, "
        + StatRows.COUNTS
        + " from "
        + counts.table
        + " where tenant = :tenant and start >= :since_"
        + counts.table
        + " and start < :until"
        + (filter.countsEvents() ? "" : " and endpoint <> 0")
        + (filter.endpoint().isPresent() ? " and endpoint = :endpoint" : "")
        + (filter.subscription().isPresent() ? " and subscription = :subscription" : "")
        + (filter.type().isPresent() ? " and type = :type" : "");
  }

  /// Adds a row to its line, and lets go the last of more lines than an answer may have. Returns
  /// whether a later row may still belong to one of them.
  private boolean add(ResultSet row, int most) throws SQLException {
    long at = row.getLong(1);
    long start =
        filter.step().map(step -> floor(at, step.length())).orElse(Micros.of(filter.since()));
    if (sums.size() > most && start > sums.lastKey().start()) {
      return false;
    }
    sums.computeIfAbsent(new Place(start, group(row)), p -> new StatSum()).add(row, COUNTS_AT);
    if (sums.size() > most + 1) {
      var _ = sums.pollLastEntry();
    }
    return true;
  }

  private String group(ResultSet row) throws SQLException {
    if (filter.group().isEmpty()) {
      return "";
    }
    return switch (filter.group().get()) {
      case ENDPOINT -> new EndpointId(row.getLong(2)).toString();
      case SUBSCRIPTION -> new SubscriptionId(row.getLong(3)).toString();
      case TYPE -> row.getString(4);
    };
  }

  private static long floor(long micros, Duration length) {
    return Math.floorDiv(micros, Micros.of(length)) * Micros.of(length);
  }
}
