package dev.posthouse.history;

import dev.posthouse.event.TenantId;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// Looks for the events that a filter wants: along the index of a value of their data, where it
/// names one, else along that of their tenant.
final class EventScan {
  private static final int MOST = 10_000;

  /// Where each row costs a look at something else.
  private static final int MOST_DEAR = 4_000;

  private static final String OF_KEY =
      """
      from (select event as id from search_key
        where key = :key0 and event >= :from and event < :event
        order by event desc limit :limit) as k
      """;

  private static final String WITH_ITS_EVENT =
      """
      left join event e on e.id = k.id and e.id >= :from and e.id < :event
      """;

  // Looked up for each event: an `exists` may be answered by reading all of a table once. The
  // bounds say where it cannot be, which a partition must know before the event is.
  private static final String UNMATCHED =
      """
       and (select 1 from waiting w where w.event = e.id limit 1) is null
      and (select 1 from delivery d where d.event = e.id and d.event >= :from and d.event < :event
        limit 1) is null
      """;

  private final Handle db;
  private final TenantId tenant;
  private final EventFilter filter;

  /// Whether the keys alone say all that is asked: they are of one tenant, and no event is read.
  private final boolean bare;

  private final String sql;

  /// @param newestOfTenant see [dev.posthouse.store.Database#newestOfTenant]
  EventScan(Handle db, String newestOfTenant, TenantId tenant, EventFilter filter) {
    this.db = db;
    this.tenant = tenant;
    this.filter = filter;
    bare = keyed() && filter.texts().isEmpty() && !filter.unmatched();
    String id = keyed() ? "k.id" : "e.id";
    String rows = keyed() ? OF_KEY + (bare ? "" : WITH_ITS_EVENT) : ofTenant(newestOfTenant);
    sql =
        "select %1$s, case when %2$s then 1 else 0 end %3$s order by %1$s desc"
            .formatted(id, wanted(), rows);
  }

  private boolean keyed() {
    return !filter.keys().isEmpty();
  }

  private static String ofTenant(String newest) {
    return """
    from (select id, tenant, source, source_id, type, subject, organisation, actor
      from event%s limit :limit) as e
    """
        .formatted(newest);
  }

  Scan.Found page(Scan scan, Place after, int limit) {
    var layout = bare ? Scan.Layout.TOGETHER : layout();
    int most = keyed() || filter.unmatched() ? MOST_DEAR : MOST;
    return scan.newest(filter.span(), after, limit, new Scan.Effort(layout, most), this::below);
  }

  /// Of the events that are found: those that have a value in common lie far apart.
  Scan.Layout layout() {
    return keyed() ? Scan.Layout.APART : Scan.Layout.TOGETHER;
  }

  /// How the database reads a stretch, in its own words.
  List<String> plan() {
    return Plan.of(
        db, sql, query -> bound(query, Place.NEWEST, filter.span().from(), Plan.STRETCH));
  }

  private List<Scan.Row> below(Place place, long from, int limit) {
    try (var query = bound(db.createQuery(sql), place, from, limit)) {
      return query
          .map((row, context) -> new Scan.Row(new Place(row.getLong(1), 0), row.getInt(2) == 1))
          .list();
    }
  }

  private Query bound(Query query, Place place, long from, int limit) {
    if (!bare) {
      query.bind("tenant", tenant.value());
    }
    query.bind("event", place.event()).bind("from", from).bind("limit", limit);
    filter.texts().forEach(query::bind);
    for (int i = 0; i < filter.keys().size(); i++) {
      query.bind("key" + i, filter.keys().get(i));
    }
    return query;
  }

  /// The names of what is compared are those of the columns.
  private String wanted() {
    var all = new StringBuilder(bare ? "1 = 1" : "e.tenant = :tenant");
    filter.texts().keySet().forEach(name -> all.append(" and e." + name + " = :" + name));
    for (int i = 1; i < filter.keys().size(); i++) {
      all.append(
          " and (select 1 from search_key o where o.event = k.id and o.key = :key"
              + i
              + " and o.event >= :from and o.event < :event) is not null");
    }
    return filter.unmatched() ? all + UNMATCHED : all.toString();
  }
}
