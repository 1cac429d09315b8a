package dev.posthouse.history;

import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.EventId;
import dev.posthouse.event.Pin;
import dev.posthouse.event.State;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.event.TenantId;
import dev.posthouse.store.Micros;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// Reads deliveries, open ones from `waiting` and final ones from `delivery`. A row of `waiting`
/// marked `again` is no delivery of its own: it says that a final one is to be tried once more.
final class DeliveryQuery {
  private static final int CANCEL = 2;

  private static final String OPEN =
      """
      select event, id, endpoint, subscription, revision, '' as state, '' as reason, attempts,
        scheduled, extra, mark, 0 as finished,
        case when due = 9223372036854775807 then 1 else 0 end as held
      from waiting
      where tenant = :tenant and mark <> 1 and event between :oldest and :newest
      """;

  private static final String FINAL =
      """
      select d.event, d.id, d.endpoint, d.subscription, d.revision, d.state, d.reason, d.attempts,
        0 as scheduled,
        coalesce((select w.extra from waiting w where w.event = d.event and w.id = d.id), 0)
          as extra,
        0 as mark, d.finished, 0 as held
      from delivery d
      where d.tenant = :tenant and d.event between :oldest and :newest
      """;

  private final Handle db;
  private final TenantId tenant;
  private final Set<EndpointId> disabled;

  DeliveryQuery(Handle db, TenantId tenant, Set<EndpointId> disabled) {
    this.db = db;
    this.tenant = tenant;
    this.disabled = Set.copyOf(disabled);
  }

  Optional<Delivery> find(DeliveryId id) {
    String sql =
        joined(
            OPEN + " and event = :just and id = :itself",
            FINAL + " and d.event = :just and d.id = :itself");
    try (var query = bound(db.createQuery(sql), id.event(), id.event())) {
      query.bind("just", id.event().value()).bind("itself", id.value());
      return query.map((row, context) -> delivery(row)).findFirst();
    }
  }

  /// The deliveries of one event for some subscriptions, newest first.
  List<Delivery> ofEvent(EventId event, Collection<SubscriptionId> subscriptions, int limit) {
    String sql =
        joined(
            OPEN + " and event = :just and subscription in (<some>) order by id desc limit :limit",
            FINAL
                + " and d.event = :just and d.subscription in (<some>)"
                + " order by id desc limit :limit");
    try (var query =
        bound(db.createQuery(sql + " order by x.id desc limit :limit"), event, event)) {
      query.bind("just", event.value()).bind("limit", limit);
      query.bindList("some", subscriptions.stream().map(SubscriptionId::value).toList());
      return query.map((row, context) -> delivery(row)).list();
    }
  }

  Page<Delivery> page(DeliveryFilter filter, Scan scan, Place after, int limit) {
    var deliveries = new DeliveryScan(db, tenant, filter, disabled);
    return scan.read(deliveries.page(scan, after, limit), deliveries.layout(), this::lines);
  }

  /// Sorted here: for the order, a database may go through all that lies between them.
  private List<Delivery> lines(List<Place> places) {
    if (places.isEmpty()) {
      return List.of();
    }
    String sql = joined(OPEN + Place.among(places, ""), FINAL + Place.among(places, "d."));
    var newest = new EventId(places.getFirst().event());
    var oldest = new EventId(places.getLast().event());
    try (var query = bound(db.createQuery(sql), oldest, newest)) {
      return query.map((row, context) -> delivery(row)).stream()
          .sorted(Comparator.comparing(Delivery::id).reversed())
          .toList();
    }
  }

  /// Both parts, with the types of their events.
  private static String joined(String open, String done) {
    return """
    select x.*, e.type as type
    from (select * from (%s) as o union all select * from (%s) as f) as x
    join event e on e.id = x.event and e.id between :oldest and :newest
    """
        .formatted(open, done);
  }

  private Query bound(Query query, EventId oldest, EventId newest) {
    return query
        .bind("tenant", tenant.value())
        .bind("oldest", oldest.value())
        .bind("newest", newest.value());
  }

  private Delivery delivery(ResultSet row) throws SQLException {
    var endpoint = new EndpointId(row.getLong("endpoint"));
    String word = row.getString("state");
    int attempts = row.getInt("attempts");
    boolean open = word.isEmpty();
    return new Delivery(
        new DeliveryId(new EventId(row.getLong("event")), row.getLong("id")),
        endpoint,
        new Pin(new SubscriptionId(row.getLong("subscription")), row.getLong("revision")),
        row.getString("type"),
        open
            ? open(endpoint, attempts, row.getInt("held") == 1)
            : State.valueOf(word.toUpperCase(Locale.ROOT)),
        row.getString("reason"),
        attempts,
        open ? Optional.of(Micros.instant(row.getLong("scheduled"))) : Optional.<Instant>empty(),
        row.getInt("extra"),
        row.getInt("mark") == CANCEL,
        open ? Optional.<Instant>empty() : Optional.of(Micros.instant(row.getLong("finished"))));
  }

  static long held(Handle db, SubscriptionId subscription) {
    return db.select(
            """
            select count(*) from waiting where subscription = ? and due = 9223372036854775807
            """,
            subscription.value())
        .mapTo(Long.class)
        .one();
  }

  private State open(EndpointId endpoint, int attempts, boolean held) {
    if (held || disabled.contains(endpoint)) {
      return State.HELD;
    }
    return attempts == 0 ? State.PENDING : State.RETRYING;
  }
}
