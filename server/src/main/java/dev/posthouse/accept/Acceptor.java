package dev.posthouse.accept;

import dev.posthouse.accept.Acceptance.Result;
import dev.posthouse.config.Subscription;
import dev.posthouse.deliver.Job;
import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.Event;
import dev.posthouse.event.EventId;
import dev.posthouse.event.Ids;
import dev.posthouse.event.NewDelivery;
import dev.posthouse.event.NewEvent;
import dev.posthouse.event.Routed;
import dev.posthouse.event.TenantId;
import dev.posthouse.route.Router;
import dev.posthouse.route.Routing;
import dev.posthouse.store.Append;
import dev.posthouse.store.Appended;
import dev.posthouse.store.Appended.Entry;
import dev.posthouse.store.Ledger;
import dev.posthouse.work.Budget;
import dev.posthouse.work.Heavy;
import dev.posthouse.work.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Takes events in: route, append, wait for the commit, hand the deliveries to their lanes. What it
/// answers as accepted is on the disk, with every delivery it causes.
public final class Acceptor {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final Parts parts;

  /// What an acceptor works with.
  ///
  /// @param lanes takes the deliveries that have just been committed; does not block
  public record Parts(
      Router router,
      Ledger ledger,
      Tasks tasks,
      Budget budget,
      Heavy heavy,
      InstantSource clock,
      Ids ids,
      Consumer<List<Job>> lanes) {}

  public Acceptor(Parts parts) {
    this.parts = parts;
  }

  /// Blocks until the events are stored, or known not to be.
  ///
  /// @param events at least one, all of `tenant`
  /// @param atomic whether a conflict of one keeps all of them out
  public Acceptance accept(TenantId tenant, List<NewEvent> events, boolean atomic)
      throws InterruptedException {
    long bytes = events.stream().mapToLong(e -> e.payload().size()).sum();
    long parsed = bytes > Heavy.LARGE ? bytes * Budget.PARSED : 0;
    if (!parts.budget().tryTake(parsed)) {
      return new Acceptance.Busy("memory", "too many large events are being taken in", RETRY_AFTER);
    }
    List<Routed> routed;
    try {
      routed = parts.heavy().run(bytes, () -> route(events));
    } finally {
      parts.budget().give(parsed);
    }
    return append(new Append(routed, atomic));
  }

  private List<Routed> route(List<NewEvent> events) {
    Instant now = parts.clock().instant();
    return events.stream().map(event -> route(event, now)).toList();
  }

  private Routed route(NewEvent event, Instant now) {
    var id = new EventId(parts.ids().next());
    Routing routing = parts.router().route(id, event);
    var deliveries = new ArrayList<NewDelivery>(routing.matched().size());
    for (Subscription subscription : routing.matched()) {
      var delivery = new DeliveryId(id, parts.ids().next());
      deliveries.add(new NewDelivery(delivery, subscription.endpoint(), subscription.pin()));
    }
    var stored =
        new Event(
            id,
            event.tenant(),
            event.origin(),
            event.envelope(),
            event.payload(),
            now,
            routing.table());
    return new Routed(stored, event.hash(), deliveries);
  }

  private Acceptance append(Append append) throws InterruptedException {
    if (parts.ledger().tooLarge(append)) {
      return new Acceptance.TooLarge(
          "the events of one publish may cause at most 50,000 rows (events and deliveries); split it");
    }
    var appending = parts.ledger().append(append);
    try {
      return done(append, parts.tasks().await(appending));
    } catch (InterruptedException e) {
      // Whoever asked is gone, but the events are on their way: their deliveries must not wait for
      // the next look into the database.
      var _ = appending.thenAccept(appended -> done(append, appended));
      throw e;
    }
  }

  private Acceptance done(Append append, Appended appended) {
    return switch (appended) {
      case Appended.Stored stored -> {
        parts.lanes().accept(jobs(append, stored.entries()));
        yield new Acceptance.Accepted(results(stored.entries()));
      }
      case Appended.Refused refused -> new Acceptance.Refused(results(refused.entries()));
      case Appended.Unavailable away -> busy(away);
    };
  }

  private static List<Job> jobs(Append append, List<Entry> entries) {
    var jobs = new ArrayList<Job>();
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i) instanceof Entry.Accepted accepted) {
        Event event = append.events().get(i).event();
        accepted.open().forEach(delivery -> jobs.add(Job.of(delivery, event)));
      }
    }
    return jobs;
  }

  private static List<Result> results(List<Entry> entries) {
    return entries.stream().map(Acceptor::result).toList();
  }

  private static Result result(Entry entry) {
    return switch (entry) {
      case Entry.Accepted accepted -> new Result.New(accepted.id(), accepted.deliveries());
      case Entry.Duplicate duplicate -> new Result.Duplicate(duplicate.id());
      case Entry.Conflict conflict -> new Result.Conflict(conflict.id());
      case Entry.Rejected rejected -> new Result.Rejected(rejected.id(), rejected.why());
    };
  }

  private static Acceptance busy(Appended.Unavailable away) {
    String why =
        switch (away.reason()) {
          case QUEUE_FULL -> "more events wait to be written than the queue holds";
          case TENANT_SHARE -> "this tenant has its share of the queue; others want theirs";
          case DISK_FULL -> "the disk is full, or nearly";
          case DATABASE -> "the database cannot write at present";
          case CLOSING -> "the server is stopping";
        };
    return new Acceptance.Busy(away.reason().code(), why, away.retryAfter());
  }
}
