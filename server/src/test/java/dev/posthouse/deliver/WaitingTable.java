package dev.posthouse.deliver;

import dev.posthouse.event.AttemptReport;
import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.Event;
import dev.posthouse.event.EventId;
import dev.posthouse.event.OpenDelivery;
import dev.posthouse.event.OpenDelivery.Mark;
import dev.posthouse.event.Verdict;
import dev.posthouse.store.Fetched;
import dev.posthouse.store.Ledger;
import dev.posthouse.store.OpenEndpoint;
import dev.posthouse.store.Settle;
import dev.posthouse.store.Settled;
import dev.posthouse.store.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/// A ledger in memory that obeys the same rules for open work: settles are fenced by the attempt
/// number, and a row leaves when its delivery is final.
final class WaitingTable implements Work {
  final Map<DeliveryId, OpenDelivery> rows = new TreeMap<>();
  final Map<EventId, Event> events = new HashMap<>();
  final Map<DeliveryId, String> finals = new HashMap<>();
  final List<AttemptReport> reports = new ArrayList<>();
  int fetches;
  int reads;
  boolean tooSlow;

  /// What happens while a fetch is under way, after its rows are read.
  Runnable meanwhile = () -> {};

  private volatile boolean away;

  synchronized void add(OpenDelivery delivery, Event event) {
    rows.put(delivery.id(), delivery);
    events.put(delivery.event(), event);
  }

  synchronized void replace(OpenDelivery delivery) {
    rows.put(delivery.id(), delivery);
  }

  /// Changes a row, if it is still there.
  synchronized boolean change(DeliveryId id, UnaryOperator<OpenDelivery> change) {
    return rows.computeIfPresent(id, (i, row) -> change.apply(row)) != null;
  }

  synchronized void awaitEmpty() throws InterruptedException {
    while (!rows.isEmpty()) {
      wait();
    }
  }

  synchronized OpenDelivery row(OpenDelivery delivery) {
    return Objects.requireNonNull(rows.get(delivery.id()));
  }

  synchronized Event eventOf(OpenDelivery delivery) {
    return Objects.requireNonNull(events.get(delivery.event()));
  }

  void away(boolean isAway) {
    away = isAway;
  }

  @Override
  public synchronized CompletableFuture<Settled> settle(Settle settle) {
    OpenDelivery row = rows.get(settle.delivery().id());
    if (row == null || row.attempts() != settle.delivery().attempts()) {
      return CompletableFuture.completedFuture(new Settled.MovedOn());
    }
    reports.add(settle.report());
    return CompletableFuture.completedFuture(written(row, settle));
  }

  private Settled written(OpenDelivery row, Settle settle) {
    boolean manual = settle.delivery().manual();
    return switch (settle.verdict()) {
      case Verdict.Done done -> close(row, "delivered");
      case Verdict.Failed failed -> close(row, failed.reason().word());
      case Verdict.Retry retry when row.mark() == Mark.CANCEL -> close(row, "cancelled");
      case Verdict.Retry retry -> {
        int counted = row.counted() + (manual ? 0 : 1);
        int extra = row.extra() - (manual ? 1 : 0);
        var next = Samples.row(row, retry.due(), row.attempts() + 1, counted, extra);
        rows.put(row.id(), next);
        yield new Settled.Waiting(next.dueNow());
      }
    };
  }

  private Settled close(OpenDelivery row, String end) {
    rows.remove(row.id());
    finals.put(row.id(), end);
    notifyAll();
    return new Settled.Closed();
  }

  @Override
  public synchronized Fetched fetch(EndpointId endpoint, Instant now, int limit) {
    refuseWhileAway();
    fetches++;
    List<OpenDelivery> open = open(endpoint);
    List<OpenDelivery> due = open.stream().filter(d -> !d.dueNow().isAfter(now)).toList();
    var items = due.stream().limit(limit).map(d -> new Fetched.Item(d, small(d.event()))).toList();
    var next = open.stream().map(OpenDelivery::dueNow).filter(t -> t.isAfter(now)).findFirst();
    meanwhile.run();
    return new Fetched(items, due.size() > limit, next);
  }

  private List<OpenDelivery> open(EndpointId endpoint) {
    return rows.values().stream()
        .filter(d -> d.endpoint().equals(endpoint))
        .sorted(Comparator.comparing(OpenDelivery::dueNow))
        .toList();
  }

  private Optional<Event> small(EventId id) {
    return Optional.ofNullable(events.get(id))
        .filter(event -> event.payload().size() <= Ledger.SMALL_PAYLOAD);
  }

  @Override
  public synchronized void cancel(OpenDelivery marked) {
    OpenDelivery row = rows.get(marked.id());
    if (marked.equals(row)) {
      close(marked, "cancelled");
    }
  }

  @Override
  public synchronized Optional<Event> event(EventId id) {
    refuseWhileAway();
    if (tooSlow) {
      throw new StoreException("a query took more than 5 s");
    }
    reads++;
    return Optional.ofNullable(events.get(id));
  }

  @Override
  public boolean writable() {
    return !away;
  }

  @Override
  public synchronized List<OpenEndpoint> openEndpoints() {
    refuseWhileAway();
    var earliest = new TreeMap<EndpointId, OpenEndpoint>();
    for (OpenDelivery d : rows.values()) {
      earliest.merge(
          d.endpoint(),
          new OpenEndpoint(d.tenant(), d.endpoint(), d.dueNow()),
          (a, b) -> a.due().isBefore(b.due()) ? a : b);
    }
    return List.copyOf(earliest.values());
  }

  private void refuseWhileAway() {
    if (away) {
      throw new IllegalStateException("the database is away");
    }
  }
}
