package dev.posthouse.history;

import dev.posthouse.event.EndpointId;
import dev.posthouse.event.State;
import dev.posthouse.event.TenantId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// Looks for the deliveries that a filter wants. Rows are read in the order of an index that the
/// filter chooses (final ones of an endpoint, of a tenant, or of its failed or cancelled ones; all
/// open ones, for they are few) and held against the rest of it. Bounds begin with what an index
/// begins with, so that no statistics lead a database to another way.
final class DeliveryScan {
  /// Rows that one page looks at; fewer where each costs a look at its event or its attempts.
  private static final int MOST = 10_000;

  private static final int MOST_DEAR = 4_000;

  /// Failed and cancelled ones lie far apart, so that each look at an event or at attempts is into
  /// another page of the disk.
  private static final int MOST_SCATTERED = 250;

  private static final String OPEN =
      """
      select event, id, tenant, endpoint, subscription, '' as state, '' as reason, attempts,
        case when due = 9223372036854775807 then 1 else 0 end as held
      from waiting
      where mark <> 1 and event <= :event and (event, id) < (:event, :id)
        and event >= :from
      """;

  /// Only of columns that the index of failed and cancelled ones has, so that it answers alone.
  private static final String FINAL =
      """
      select event, id, tenant, endpoint, subscription, state, reason, 0 as attempts, 0 as held
      from delivery
      where event <= :event and (event, id) < (:event, :id) and event >= :from
      """;

  private final Handle db;
  private final TenantId tenant;
  private final DeliveryFilter filter;
  private final String disabled;
  private final String sql;

  DeliveryScan(Handle db, TenantId tenant, DeliveryFilter filter, Set<EndpointId> disabled) {
    this.db = db;
    this.tenant = tenant;
    this.filter = filter;
    this.disabled =
        Stream.concat(Stream.of(0L), disabled.stream().map(EndpointId::value))
            .map(String::valueOf)
            .collect(Collectors.joining(", ", "(", ")"));
    sql = sql();
  }

  Scan.Found page(Scan scan, Place after, int limit) {
    boolean dear = ofEvent() || ofAttempt();
    var layout = dear ? layout() : Scan.Layout.TOGETHER;
    int most = !dear ? MOST : trouble() ? MOST_SCATTERED : MOST_DEAR;
    return scan.newest(filter.span(), after, limit, new Scan.Effort(layout, most), this::below);
  }

  /// Of the deliveries that are found.
  Scan.Layout layout() {
    return trouble() ? Scan.Layout.APART : Scan.Layout.TOGETHER;
  }

  private boolean trouble() {
    return filter.state().map(s -> s.isFinal() && s != State.DELIVERED).orElse(false);
  }

  private boolean ofEvent() {
    return filter.type().isPresent() || filter.subject().isPresent();
  }

  private boolean ofAttempt() {
    return filter.status().isPresent() || filter.error().isPresent();
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
    query
        .bind("tenant", tenant.value())
        .bind("event", place.event())
        .bind("id", place.id())
        .bind("from", from)
        .bind("limit", limit);
    filter.endpoint().ifPresent(e -> query.bind("endpoint", e.value()));
    filter.subscription().ifPresent(s -> query.bind("subscription", s.value()));
    filter.event().ifPresent(e -> query.bind("just", e.value()));
    filter.state().filter(State::isFinal).ifPresent(s -> query.bind("state", s.word()));
    filter.reason().ifPresent(r -> query.bind("reason", r));
    filter.type().ifPresent(t -> query.bind("type", t));
    filter.subject().ifPresent(s -> query.bind("subject", s));
    filter.status().ifPresent(s -> query.bind("status", s));
    filter.error().ifPresent(e -> query.bind("error", e));
    return query;
  }

  private String sql() {
    boolean open = filter.state().map(s -> !s.isFinal()).orElse(true);
    boolean done = filter.state().map(State::isFinal).orElse(true);
    String parts = open ? "select * from (" + OPEN + just() + newest("") + ") as o" : "";
    String both = open && done ? " union all " : "";
    parts += both + (done ? "select * from (" + FINAL + driver() + ") as f" : "");
    return "select event, id, case when "
        + wanted()
        + " then 1 else 0 end from ("
        + parts
        + ") as x"
        + newest("");
  }

  private String just() {
    return filter.event().isPresent() ? " and event = :just" : "";
  }

  private static String newest(String first) {
    return " order by " + first + "event desc, id desc limit :limit";
  }

  /// Which index leads to the final ones.
  private String driver() {
    if (filter.event().isPresent()) {
      return just() + newest("");
    } else if (trouble()) {
      return " and state <> 'delivered'" + along("state", "tenant");
    }
    return along(filter.endpoint().isPresent() ? "endpoint" : "tenant");
  }

  /// In the order of the index that begins with these columns.
  private static String along(String... columns) {
    String names = String.join(", ", columns);
    String values = ":" + String.join(", :", columns);
    return " and (%s, event) >= (%s, :from) and (%s, event) <= (%s, :event)%s"
        .formatted(
            names, values, names, values, newest(String.join(" desc, ", columns) + " desc, "));
  }

  /// Looked up for each delivery: an `exists` may be answered by reading all of a table once. The
  /// bounds say where it cannot be, which a partition must know before the delivery is.
  private String wanted() {
    var all = new StringBuilder("x.tenant = :tenant");
    filter.endpoint().ifPresent(e -> all.append(" and x.endpoint = :endpoint"));
    filter.subscription().ifPresent(s -> all.append(" and x.subscription = :subscription"));
    filter.state().ifPresent(s -> all.append(" and ").append(state(s)));
    filter.reason().ifPresent(r -> all.append(" and x.reason = :reason"));
    if (ofEvent()) {
      all.append(" and (select 1 from event e where e.id = x.event")
          .append(" and e.id >= :from and e.id <= :event");
      filter.type().ifPresent(t -> all.append(" and e.type = :type"));
      filter.subject().ifPresent(s -> all.append(" and e.subject = :subject"));
      all.append(") is not null");
    }
    if (ofAttempt()) {
      all.append(" and (select 1 from attempt a where a.event = x.event and a.delivery = x.id")
          .append(" and a.event >= :from and a.event <= :event");
      filter.status().ifPresent(s -> all.append(" and a.status = :status"));
      filter.error().ifPresent(e -> all.append(" and a.outcome = :error"));
      all.append(" limit 1) is not null");
    }
    return all.toString();
  }

  private String state(State state) {
    return switch (state) {
      case PENDING -> "x.attempts = 0 and x.held = 0 and x.endpoint not in " + disabled;
      case RETRYING -> "x.attempts > 0 and x.held = 0 and x.endpoint not in " + disabled;
      case HELD -> "(x.held = 1 or x.endpoint in " + disabled + ")";
      case DELIVERED, FAILED, CANCELLED -> "x.state = :state";
    };
  }
}
