package dev.posthouse.history;

import dev.posthouse.event.TenantId;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// Looks for the events that a filter wants.
final class EventScan {
  private static final int MOST = 10_000;

  /// Where each row costs a look at its deliveries.
  private static final int MOST_DEAR = 4_000;

  private static final String UNMATCHED =
      """
       and not exists (select 1 from waiting w where w.event = e.id)
      and not exists (select 1 from delivery d where d.event = e.id)
      """;

  private final Handle db;
  private final TenantId tenant;
  private final EventFilter filter;
  private final String sql;

  EventScan(Handle db, TenantId tenant, EventFilter filter) {
    this.db = db;
    this.tenant = tenant;
    this.filter = filter;
    sql =
        """
        select e.id, case when e.tenant = :tenant%s then 1 else 0 end
        from (select id, tenant, source, source_id, type, subject, organisation, actor from event
          where id >= :from and id < :event order by id desc limit :limit) as e
        order by e.id desc
        """
            .formatted(wanted());
  }

  Scan.Found page(Place after, int limit) {
    return Scan.newest(
        filter.span().below(after), limit, filter.unmatched() ? MOST_DEAR : MOST, this::below);
  }

  private List<Scan.Row> below(Place place, int limit) {
    try (var query = db.createQuery(sql)) {
      query
          .bind("tenant", tenant.value())
          .bind("event", place.event())
          .bind("from", filter.span().from())
          .bind("limit", limit);
      filter.texts().forEach(query::bind);
      return query
          .map((row, context) -> new Scan.Row(new Place(row.getLong(1), 0), row.getInt(2) == 1))
          .list();
    }
  }

  /// The names of what is compared are those of the columns.
  private String wanted() {
    var all = new StringBuilder();
    filter.texts().keySet().forEach(name -> all.append(" and e." + name + " = :" + name));
    return filter.unmatched() ? all + UNMATCHED : all.toString();
  }
}
