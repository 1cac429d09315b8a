package dev.posthouse.history;

import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.TenantId;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// Looks for the attempts that a filter wants: along the events of their tenant, newest first, of
/// which each has few. An event without any is a row too, so that a stretch of such ends like any.
final class AttemptScan {
  private static final int MOST = 6_000;

  /// Where each row costs a look at its delivery.
  private static final int MOST_DEAR = 4_000;

  private static final String ONLY =
      " where id = :only and tenant = :tenant and id >= :from and id < :event";

  private static final String OF_ENDPOINT =
      """
       and coalesce(
        (select d.endpoint from delivery d where d.event = a.event and d.id = a.delivery
          and d.event >= :from and d.event < :event),
        (select w.endpoint from waiting w where w.event = a.event and w.id = a.delivery))
        = :endpoint
      """;

  private final Handle db;
  private final TenantId tenant;
  private final AttemptFilter filter;
  private final String sql;

  /// @param newestOfTenant see [dev.posthouse.store.Database#newestOfTenant]
  AttemptScan(Handle db, String newestOfTenant, TenantId tenant, AttemptFilter filter) {
    this.db = db;
    this.tenant = tenant;
    this.filter = filter;
    sql =
        """
        select e.id, coalesce(a.id, 0), case when a.id is not null%s then 1 else 0 end
        from (select id from event%s limit :limit) as e
        left join attempt a on a.event = e.id and (a.event < :at or a.id < :id)
          and a.event >= :from and a.event < :event
        order by e.id desc, a.id desc limit :limit
        """
            .formatted(wanted(), filter.only().isPresent() ? ONLY : newestOfTenant);
  }

  Scan.Found page(Scan scan, Place after, int limit) {
    int most = filter.endpoint().isPresent() ? MOST_DEAR : MOST;
    var effort = new Scan.Effort(Scan.Layout.TOGETHER, most);
    return scan.newest(filter.span(), after, limit, effort, this::below);
  }

  /// How the database reads a stretch, in its own words.
  List<String> plan() {
    return Plan.of(
        db, sql, query -> bound(query, Place.NEWEST, filter.span().from(), Plan.STRETCH));
  }

  private List<Scan.Row> below(Place place, long from, int limit) {
    try (var query = bound(db.createQuery(sql), place, from, limit)) {
      return query
          .map((row, context) ->
              new Scan.Row(new Place(row.getLong(1), row.getLong(2)), row.getInt(3) == 1))
          .list();
    }
  }

  private Query bound(Query query, Place place, long from, int limit) {
    boolean within = place.id() > 0 && place.event() < Long.MAX_VALUE;
    query
        .bind("tenant", tenant.value())
        .bind("event", within ? place.event() + 1 : place.event())
        .bind("from", from)
        .bind("at", place.event())
        .bind("id", place.id())
        .bind("limit", limit);
    filter.only().ifPresent(event -> query.bind("only", event.value()));
    filter.endpoint().ifPresent(e -> query.bind("endpoint", e.value()));
    filter.delivery().map(DeliveryId::value).ifPresent(d -> query.bind("delivery", d));
    filter.status().ifPresent(s -> query.bind("status", s));
    filter.error().ifPresent(e -> query.bind("error", e));
    return query;
  }

  private String wanted() {
    var all = new StringBuilder();
    filter.delivery().ifPresent(d -> all.append(" and a.delivery = :delivery"));
    filter.status().ifPresent(s -> all.append(" and a.status = :status"));
    filter.error().ifPresent(e -> all.append(" and a.outcome = :error"));
    if (filter.failed()) {
      all.append(" and a.status not between 200 and 299");
    }
    filter.endpoint().ifPresent(e -> all.append(OF_ENDPOINT));
    return all.toString();
  }
}
