package dev.posthouse.history;

import dev.posthouse.event.EndpointId;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.event.TenantId;
import dev.posthouse.history.StatFilter.Step;
import dev.posthouse.store.Micros;
import dev.posthouse.store.StatRows;
import dev.posthouse.store.StatSum;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
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

  /// In order of time, then of the group; at most `most` and one more.
  List<StatLine> lines(Handle db, int most) {
    read(db, "stat_minute", Duration.ofMinutes(1));
    if (!filter.step().equals(Optional.of(Step.MINUTE))) {
      read(db, "stat_hour", Duration.ofHours(1));
    }
    if (filter.step().isEmpty() || filter.step().get() == Step.DAY) {
      read(db, "stat_day", Duration.ofDays(1));
    }
    var lines = new ArrayList<StatLine>();
    sums.forEach((place, sum) -> {
      if (lines.size() <= most) {
        lines.add(new StatLine(Micros.instant(place.start()), place.group(), sum));
      }
    });
    return lines;
  }

  private void read(Handle db, String table, Duration length) {
    try (var query = db.createQuery(sql(table)).setFetchSize(1_000)) {
      query
          .bind("tenant", tenant.value())
          .bind("since", floor(Micros.of(filter.since()), length))
          .bind("until", Micros.of(filter.until()));
      filter.endpoint().ifPresent(e -> query.bind("endpoint", e.value()));
      filter.subscription().ifPresent(s -> query.bind("subscription", s.value()));
      filter.type().ifPresent(t -> query.bind("type", t));
      query.map((row, context) -> add(row)).forEach(added -> {});
    }
  }

  private String sql(String table) {
    return "select start, endpoint, subscription, type, "
        + StatRows.COUNTS
        + " from "
        + table
        + " where tenant = :tenant and start >= :since and start < :until"
        + (filter.countsEvents() ? "" : " and endpoint <> 0")
        + (filter.endpoint().isPresent() ? " and endpoint = :endpoint" : "")
        + (filter.subscription().isPresent() ? " and subscription = :subscription" : "")
        + (filter.type().isPresent() ? " and type = :type" : "");
  }

  private boolean add(ResultSet row) throws SQLException {
    long at = row.getLong(1);
    long start =
        filter.step().map(step -> floor(at, step.length())).orElse(Micros.of(filter.since()));
    sums.computeIfAbsent(new Place(start, group(row)), p -> new StatSum()).add(row, COUNTS_AT);
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
