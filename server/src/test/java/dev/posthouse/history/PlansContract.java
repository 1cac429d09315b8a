package dev.posthouse.history;

import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.EventId;
import dev.posthouse.event.Routed;
import dev.posthouse.event.State;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.event.TenantId;
import dev.posthouse.store.Append;
import dev.posthouse.testing.Databases;
import dev.posthouse.testing.SteppedLedger;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// That a stretch of a list is read in the order of an index, whatever the combination of filters:
/// never all of a table, never sorted but for the few rows of the stretch itself.
abstract class PlansContract {
  /// One that has nearly everything, and one that has next to nothing.
  private static final List<TenantId> TENANTS = List.of(new TenantId(1), new TenantId(2));

  private static final int EVENTS = 20_000;

  private static final String NUMBERS =
      """
      with recursive n (i) as (select 1 union all select i + 1 from n where i < :count)
      """;

  private static final List<String> INSERTS =
      List.of(
          """
          insert into event (id, tenant, source, source_id, type, subject, time, organisation,
            actor, extensions, accepted, route_table, content_type, data)
          select :base + 16 * i, case when i % 5000 = 0 then 2 else 1 end, '', '', 'order.made',
            'o-' || (i % 500), 0, '', '', :nothing, 0, 1, 'application/json', :nothing from n
          """,
          """
          insert into delivery (event, id, tenant, endpoint, subscription, revision, state, reason,
            attempts, finished)
          select :base + 16 * i, i, case when i % 5000 = 0 then 2 else 1 end, i % 50, 8, 3,
            case when i % 400 = 0 then 'failed' else 'delivered' end, '', 1, 0 from n
          """,
          """
          insert into attempt (event, id, delivery, number, cause, started, queued, connect,
            first_byte, total, url, request, outcome, status, detail, response, head, size)
          select :base + 16 * i, i, i, 1, 'schedule', 0, 0, 0, 0, 0, '', :nothing, 'answered', 200,
            '', :nothing, :nothing, 0 from n
          """,
          """
          insert into search_key (key, event) select i % 1000, :base + 16 * i from n
          """,
          """
          insert into waiting (event, id, tenant, endpoint, subscription, revision, due, scheduled,
            attempts, counted, extra, owner, mark)
          select :base + 16 * i, -i, 1, i % 50, 8, 3, 0, 0, 0, 0, 0, 0, 0 from n where i % 4 = 0
          """);

  @TempDir Path folder;
  SteppedLedger house;

  abstract Databases.Kind kind();

  /// Whether the database has statistics of what is stored.
  abstract boolean analyzed();

  @BeforeEach
  void open() {
    house = new SteppedLedger(kind(), folder);
    fill();
  }

  @AfterEach
  void close() {
    house.close();
  }

  private void fill() {
    long base = house.ids.next();
    Routed first = house.ids.event();
    house.await(house.ledger.append(new Append(List.of(first), false)));
    house.await(
        house.ledger.change(db -> {
          for (String insert : INSERTS) {
            db.createUpdate(NUMBERS + insert)
                .bind("base", base)
                .bind("count", EVENTS)
                .bind("nothing", new byte[0])
                .execute();
          }
          if (analyzed()) {
            db.execute("analyze");
          }
          return true;
        }));
  }

  @Test
  void events_are_read_along_the_index_of_their_tenant_or_of_a_value_of_their_data() {
    for (EventFilter filter : eventFilters()) {
      String index = filter.keys().isEmpty() ? "event_tenant" : "search_key";
      for (TenantId tenant : TENANTS) {
        List<String> plan =
            house.ledger.list(
                db -> new EventScan(db, house.ledger.newestOfTenant(), tenant, filter).plan());
        holds(tenant + " " + filter, plan, List.of(index));
      }
    }
  }

  @Test
  void final_deliveries_are_read_along_the_index_that_their_filter_chooses() {
    for (DeliveryFilter filter : deliveryFilters()) {
      for (TenantId tenant : TENANTS) {
        List<String> plan =
            house.ledger.list(db -> new DeliveryScan(db, tenant, filter, Set.of()).plan());
        holds(tenant + " " + filter, plan, indices(filter));
      }
    }
  }

  @Test
  void attempts_are_read_along_the_events_of_their_tenant() {
    for (AttemptFilter filter : attemptFilters()) {
      String first = filter.only().isPresent() ? "event" : "event_tenant";
      for (TenantId tenant : TENANTS) {
        List<String> plan =
            house.ledger.list(
                db -> new AttemptScan(db, house.ledger.newestOfTenant(), tenant, filter).plan());
        holds(tenant + " " + filter, plan, List.of(first, "attempt"));
      }
    }
  }

  private static List<String> indices(DeliveryFilter filter) {
    Optional<State> state = filter.state();
    var indices = new ArrayList<String>();
    if (state.map(s -> !s.isFinal()).orElse(true)) {
      indices.add("waiting");
    }
    if (state.map(State::isFinal).orElse(true)) {
      boolean trouble = state.filter(s -> s != State.DELIVERED).isPresent();
      String other = filter.endpoint().isPresent() ? "delivery_endpoint" : "delivery_tenant";
      String wide = trouble ? "delivery_trouble" : other;
      indices.add(filter.event().isPresent() ? "delivery" : wide);
    }
    return indices;
  }

  /// @param indices each of them leads to rows
  abstract void holds(String filter, List<String> plan, List<String> indices);

  private List<EventFilter> eventFilters() {
    var filters = new ArrayList<EventFilter>();
    for (int mask = 0; mask < 1 << 7; mask++) {
      filters.add(
          new EventFilter(
              some(mask, 0, "order.made"),
              some(mask, 1, "o-1"),
              some(mask, 2, "till"),
              Optional.empty(),
              some(mask, 3, "north"),
              some(mask, 4, "eve"),
              has(mask, 5),
              has(mask, 6) ? List.of(7L, 8L) : List.of(),
              span(mask)));
    }
    return filters;
  }

  private List<DeliveryFilter> deliveryFilters() {
    var filters = new ArrayList<DeliveryFilter>();
    List<Optional<State>> states =
        List.of(
            Optional.empty(),
            Optional.of(State.PENDING),
            Optional.of(State.DELIVERED),
            Optional.of(State.FAILED));
    for (int mask = 0; mask < 1 << 7; mask++) {
      for (Optional<State> state : states) {
        filters.add(
            new DeliveryFilter(
                some(mask, 0, new EndpointId(7)),
                some(mask, 1, new SubscriptionId(8)),
                some(mask, 2, new EventId(house.ids.next())),
                state,
                some(mask, 3, "order.made"),
                span(mask),
                some(mask, 4, "exhausted"),
                some(mask, 3, "o-1"),
                some(mask, 5, 503),
                some(mask, 6, "timed_out")));
      }
    }
    return filters;
  }

  private List<AttemptFilter> attemptFilters() {
    var filters = new ArrayList<AttemptFilter>();
    for (int mask = 0; mask < 1 << 6; mask++) {
      var event = new EventId(house.ids.next());
      filters.add(
          new AttemptFilter(
              some(mask, 0, new EndpointId(7)),
              some(mask, 1, event),
              some(mask, 2, new DeliveryId(event, 3)),
              some(mask, 3, 503),
              some(mask, 4, "timed_out"),
              has(mask, 5),
              span(mask)));
    }
    return filters;
  }

  private Span span(int mask) {
    Instant now = house.clock.instant();
    return mask % 3 == 0
        ? Span.ALL
        : new Span(Optional.of(now.minusSeconds(60)), Optional.of(now.plusSeconds(60)));
  }

  private static boolean has(int mask, int bit) {
    return (mask >> bit & 1) == 1;
  }

  private static <T> Optional<T> some(int mask, int bit, T value) {
    return has(mask, bit) ? Optional.of(value) : Optional.empty();
  }
}
