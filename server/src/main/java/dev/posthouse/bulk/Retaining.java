package dev.posthouse.bulk;

import dev.posthouse.access.Keeping;
import dev.posthouse.access.Tenant;
import dev.posthouse.deliver.Dispatcher;
import dev.posthouse.event.EventId;
import dev.posthouse.event.Ids;
import dev.posthouse.event.OpenDelivery;
import dev.posthouse.event.TenantId;
import dev.posthouse.store.BulkDeliveries;
import dev.posthouse.store.BulkDeliveries.Line;
import dev.posthouse.store.Erasure;
import dev.posthouse.store.Ledger;
import dev.posthouse.store.Retention;
import dev.posthouse.store.StatBytes;
import dev.posthouse.store.WriterShare;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/// Takes what is older than its tenant, or its type, keeps it, and what they have no room for. What
/// all keep alike goes by ranges; for each age that something goes at before that, this walks along
/// the events that have just come to that age, so that each is looked at once for each age.
public final class Retaining {
  private static final int SCAN = 2_000;

  /// Events of one transaction.
  private static final int MOST = 50;

  private final Ledger ledger;
  private final WriterShare share;
  private final InstantSource clock;
  private final Dispatcher dispatcher;
  private final Erasure erasure;
  private final House house;
  private final Supplier<Collection<Tenant>> tenants;

  /// How long things are kept unless somebody says otherwise.
  ///
  /// @param payloads absent: as long as events
  public record House(Duration events, Optional<Duration> payloads) {}

  public Retaining(
      Jobs.Parts parts, WriterShare share, House house, Supplier<Collection<Tenant>> tenants) {
    this.ledger = parts.ledger();
    this.share = share;
    this.clock = parts.clock();
    this.dispatcher = parts.dispatcher();
    this.house = house;
    this.tenants = tenants;
    erasure = new Erasure(ledger);
  }

  /// What goes.
  private enum What {
    EVENTS,
    PAYLOADS
  }

  /// How long the one who keeps longest does: what is older goes whatever it is.
  public Duration longest() {
    return spans(policies())
        .flatMap(span -> span.events().stream())
        .filter(age -> age.compareTo(house.events()) > 0)
        .max(Duration::compareTo)
        .orElse(house.events());
  }

  private Map<TenantId, Keeping> policies() {
    return tenants.get().stream()
        .filter(tenant -> !tenant.keeping().equals(Keeping.AS_THE_HOUSE))
        .collect(Collectors.toMap(Tenant::id, Tenant::keeping));
  }

  private static Stream<Keeping.Span> spans(Map<TenantId, Keeping> policies) {
    return policies.values().stream()
        .flatMap(one ->
            Stream.concat(Stream.of(one.usual()), one.types().stream().map(Keeping.OfType::span)));
  }

  /// Takes all that is to go by now. Free where nobody keeps otherwise than the house.
  public void run() throws InterruptedException {
    Map<TenantId, Keeping> policies = policies();
    if (policies.isEmpty() && house.payloads().isEmpty()) {
      return;
    }
    Duration longest = longest();
    Set<Duration> events = ages(policies, Keeping.Span::events);
    events.add(house.events());
    events.removeIf(age -> age.compareTo(longest) >= 0);
    for (Duration age : events) {
      sweep(byAge(What.EVENTS, age, policies));
    }
    Set<Duration> payloads = ages(policies, Keeping.Span::payloads);
    payloads.addAll(house.payloads().stream().toList());
    for (Duration age : payloads) {
      sweep(byAge(What.PAYLOADS, age, policies));
    }
    for (var policy : policies.entrySet()) {
      if (policy.getValue().hasSizes()) {
        fit(policy.getKey(), policy.getValue(), longest);
      }
    }
  }

  private static Set<Duration> ages(
      Map<TenantId, Keeping> policies, Function<Keeping.Span, Optional<Duration>> of) {
    return spans(policies)
        .flatMap(span -> of.apply(span).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// A walk along events.
  ///
  /// @param name under which it is remembered how far it has come
  /// @param policies a hash of them: under others other events may be concerned, so that it begins
  ///   anew
  private record Sweep(What what, String name, long policies, Walk walk, Predicate<Line> due) {}

  /// The next events after one.
  private interface Walk {
    List<Line> after(Handle db, long event);
  }

  private Sweep byAge(What what, Duration age, Map<TenantId, Keeping> policies) {
    long until = Ids.floor(clock.instant().minus(age));
    return new Sweep(
        what,
        what + " " + age,
        Objects.hash(policies, house),
        (db, after) -> BulkDeliveries.events(db, after, until, SCAN),
        line -> isDue(what, age, policies.getOrDefault(line.tenant(), Keeping.AS_THE_HOUSE), line));
  }

  /// What a tenant has no room for goes as if its age had ended.
  private void fit(TenantId tenant, Keeping keeping, Duration longest) throws InterruptedException {
    Instant now = clock.instant();
    List<StatBytes> counted = ledger.read(db -> StatBytes.of(db, tenant, now.minus(longest)));
    Map<String, Instant> horizons = Horizons.of(keeping, counted, house.payloads(), now);
    for (var horizon : horizons.entrySet()) {
      String together = horizon.getKey();
      long until = Ids.floor(horizon.getValue());
      sweep(
          new Sweep(
              What.EVENTS,
              "SIZE %d %s".formatted(tenant.value(), together),
              keeping.hashCode(),
              (db, after) -> BulkDeliveries.events(db, tenant, after, until, SCAN),
              line -> keeping.together(line.type()).equals(together)));
    }
  }

  private void sweep(Sweep sweep) throws InterruptedException {
    long at = ledger.read(db -> Retention.mark(db, sweep.name(), sweep.policies()));
    boolean more = true;
    while (more) {
      long after = at;
      List<Line> lines = ledger.read(db -> sweep.walk().after(db, after));
      var due = new ArrayList<EventId>();
      int looked = 0;
      while (looked < lines.size() && due.size() < MOST) {
        Line line = lines.get(looked++);
        at = line.id().value();
        if (sweep.due().test(line)) {
          due.add(line.id());
        }
      }
      more = looked < lines.size() || lines.size() == SCAN;
      if (!lines.isEmpty()) {
        take(sweep, due, at);
      }
    }
  }

  private boolean isDue(What what, Duration age, Keeping keeping, Line line) {
    Keeping.Span span = keeping.of(line.type());
    return switch (what) {
      case EVENTS -> span.events().orElse(house.events()).compareTo(age) <= 0;
      case PAYLOADS ->
          line.size() >= 0
              && span.payloads()
                  .or(house::payloads)
                  .filter(kept -> kept.compareTo(age) <= 0)
                  .isPresent();
    };
  }

  private void take(Sweep sweep, List<EventId> due, long upTo) throws InterruptedException {
    Instant now = clock.instant();
    List<OpenDelivery> open =
        share.await(() ->
            ledger
                .change(db -> {
                  Retention.mark(db, sweep.name(), sweep.policies(), upTo);
                  return switch (sweep.what()) {
                    case EVENTS -> erasure.erase(db, due).open();
                    case PAYLOADS -> erasure.strip(db, due, now);
                  };
                })
                .thenApply(rows -> {
                  erasure.committed(rows);
                  return rows;
                }));
    open.forEach(row -> dispatcher.letGo(row.endpoint(), row.id()));
  }
}
