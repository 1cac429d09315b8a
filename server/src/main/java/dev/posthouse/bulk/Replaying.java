package dev.posthouse.bulk;

import dev.posthouse.config.Subscription;
import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.Event;
import dev.posthouse.event.Ids;
import dev.posthouse.event.NewDelivery;
import dev.posthouse.event.OpenDelivery;
import dev.posthouse.route.Router;
import dev.posthouse.store.BulkDeliveries;
import dev.posthouse.store.BulkDeliveries.Line;
import dev.posthouse.store.Ledger;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes new deliveries of stored events, by the route table of now.
final class Replaying implements Labour {
  /// Events that are looked at without their data at once.
  static final int SCAN = 1_000;

  private final Ledger ledger;
  private final Router router;
  private final Reading reading;
  private final Ids ids;
  private final InstantSource clock;
  private final Feed feed;

  Replaying(Jobs.Parts parts, Feed feed) {
    ledger = parts.ledger();
    router = parts.router();
    reading = new Reading(parts.ledger(), parts.room());
    ids = parts.ids();
    clock = parts.clock();
    this.feed = feed;
  }

  @Override
  public Optional<Part> count(Job job, long event, long id) throws InterruptedException {
    Wanted wanted = Wanted.of(job);
    List<Line> lines = lines(wanted, event);
    long found = 0;
    long first = 0;
    long last = 0;
    for (Line line : lines) {
      Optional<Boolean> counts = counts(job, wanted, line);
      if (counts.isEmpty()) {
        return Optional.empty();
      }
      if (counts.get()) {
        found++;
        first = first == 0 ? line.id().value() : first;
        last = line.id().value();
      }
    }
    boolean end = lines.size() < SCAN;
    long at = lines.isEmpty() ? event : lines.getLast().id().value();
    return Optional.of(new Part(at, 0, found, first, last, end));
  }

  private Optional<Boolean> counts(Job job, Wanted wanted, Line line) throws InterruptedException {
    boolean candidate = candidate(job, wanted, line);
    return candidate && wanted.filters()
        ? reading.look(line.id(), line.size(), wanted::passes, false)
        : Optional.of(candidate);
  }

  @Override
  public Optional<Slice> next(Job job, int most) throws InterruptedException {
    Wanted wanted = Wanted.of(job);
    long at = job.progress().event();
    List<Line> lines = lines(wanted, at);
    var rows = new ArrayList<OpenDelivery>();
    long events = 0;
    int looked = 0;
    while (looked < lines.size() && rows.size() < most) {
      Line line = lines.get(looked);
      if (candidate(job, wanted, line)) {
        Optional<List<OpenDelivery>> made =
            reading.look(line.id(), line.size(), event -> rows(wanted, event), List.of());
        if (made.isEmpty()) {
          break;
        }
        events += made.get().isEmpty() ? 0 : 1;
        rows.addAll(made.get());
      }
      looked++;
      at = line.id().value();
    }
    if (looked == 0 && !lines.isEmpty()) {
      return Optional.empty();
    }
    boolean end = looked == lines.size() && lines.size() < SCAN;
    return Optional.of(new Slice(at, 0, events, end, db -> feed.open(db, job, rows)));
  }

  private List<Line> lines(Wanted wanted, long after) {
    return ledger.read(db -> BulkDeliveries.events(db, after, Ids.floor(wanted.until()), SCAN));
  }

  private static boolean candidate(Job job, Wanted wanted, Line line) {
    return line.tenant().equals(job.tenant()) && line.size() >= 0 && wanted.wantsType(line.type());
  }

  private List<OpenDelivery> rows(Wanted wanted, Event event) {
    var rows = new ArrayList<OpenDelivery>();
    if (wanted.passes(event)) {
      for (Subscription matched : router.route(event).matched()) {
        if (wanted.narrowed().admits(matched)) {
          var id = new DeliveryId(event.id(), ids.next());
          var delivery = new NewDelivery(id, matched.endpoint(), matched.pin());
          rows.add(OpenDelivery.first(event, delivery, clock.instant()));
        }
      }
    }
    return rows;
  }

  @Override
  public Optional<EndpointId> inTheWay(Job job) {
    return feed.full(job.id());
  }
}
