package dev.posthouse.accept;

import dev.posthouse.accept.Acceptance.Result;
import dev.posthouse.accept.Inspection.Finding;
import dev.posthouse.event.EventId;
import dev.posthouse.event.Flaw;
import dev.posthouse.event.Ids;
import dev.posthouse.event.NewEvent;
import dev.posthouse.event.Routed;
import dev.posthouse.event.TenantId;
import dev.posthouse.route.Router;
import dev.posthouse.store.Append;
import dev.posthouse.store.Appended;
import dev.posthouse.store.Appended.Entry;
import dev.posthouse.store.Ledger;
import dev.posthouse.store.StoreException;
import dev.posthouse.work.Budget;
import dev.posthouse.work.Heavy;
import dev.posthouse.work.Load;
import dev.posthouse.work.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes events in: inspect, route, append, wait for the commit. What it answers as accepted is on
/// the disk, with every delivery it causes, and these are in their lanes.
public final class Acceptor {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);

  private final Parts parts;
  private final Routes routes;

  /// What an acceptor works with.
  public record Parts(
      Inspection inspection,
      Indexing indexing,
      Router router,
      Ledger ledger,
      Tasks tasks,
      Budget budget,
      Heavy heavy,
      InstantSource clock,
      Ids ids) {}

  public Acceptor(Parts parts) {
    this.parts = parts;
    this.routes = new Routes(parts.router(), parts.ids(), parts.indexing());
  }

  /// Blocks until the events are stored, or known not to be.
  ///
  /// @param events at least one, all of `tenant`
  /// @param atomic whether a conflict of one keeps all of them out
  public Acceptance accept(TenantId tenant, List<NewEvent> events, boolean atomic)
      throws InterruptedException {
    return accept(events, atomic, parts.inspection()::inspect);
  }

  /// Takes what a source received, in one unit: what its tenant does not want as it is, too, and
  /// beside what was stored before.
  public Acceptance receive(TenantId tenant, List<NewEvent> events) throws InterruptedException {
    return accept(events, false, parts.inspection()::look);
  }

  private Acceptance accept(
      List<NewEvent> events, boolean atomic, Function<NewEvent, Finding> inspection)
      throws InterruptedException {
    Load load = load(events);
    long memory = load.counted(parts.budget());
    if (!parts.budget().tryTake(memory)) {
      return new Acceptance.Busy("memory", "too many large events are being taken in", RETRY_AFTER);
    }
    List<Considered> considered;
    try {
      considered = parts.heavy().run(load.work(), () -> consider(events, inspection));
    } finally {
      parts.budget().give(memory);
    }
    try {
      return settle(considered, atomic);
    } catch (StoreException e) {
      return busy(Appended.Reason.DATABASE, RETRY_AFTER);
    }
  }

  /// Conversions of one event are given up before those of the next are made.
  private Load load(List<NewEvent> events) {
    var all = Load.NONE;
    long converted = 0;
    for (NewEvent event : events) {
      Load routing = parts.router().load(event);
      all = all.plus(Load.parsing(event.payload().size())).plus(new Load(routing.work(), 0));
      converted = Math.max(converted, routing.memory());
    }
    return all.plus(new Load(0, converted));
  }

  /// One event, inspected, and routed if it is wanted.
  private record Considered(Finding finding, Optional<Routed> routed) {}

  private List<Considered> consider(List<NewEvent> events, Function<NewEvent, Finding> inspection) {
    Instant now = parts.clock().instant();
    return events.stream()
        .map(event -> {
          Finding finding = inspection.apply(event);
          return new Considered(
              finding,
              finding.refused()
                  ? Optional.empty()
                  : Optional.of(routes.route(finding.event(), now)));
        })
        .toList();
  }

  private Acceptance settle(List<Considered> all, boolean atomic) throws InterruptedException {
    var unwanted = new IdentityHashMap<Considered, Result>();
    all.stream()
        .filter(one -> one.finding().refused())
        .forEach(one -> unwanted.put(one, refused(one.finding())));
    if (atomic && unwanted.values().stream().anyMatch(Result.Unwanted.class::isInstance)) {
      return new Acceptance.Unwanted(flaws(all, unwanted));
    }
    List<Routed> routed = all.stream().flatMap(one -> one.routed().stream()).toList();
    Acceptance acceptance =
        routed.isEmpty() ? new Acceptance.Accepted(List.of()) : append(new Append(routed, atomic));
    return switch (acceptance) {
      case Acceptance.Accepted accepted ->
          new Acceptance.Accepted(merged(all, unwanted, accepted.results()));
      case Acceptance.Refused refused ->
          new Acceptance.Refused(merged(all, unwanted, refused.results()));
      case Acceptance.Unwanted none -> none;
      case Acceptance.Busy busy -> busy;
      case Acceptance.TooLarge large -> large;
    };
  }

  /// Of what was accepted once, a repetition is one still, whatever the tenant wants by now.
  private Result refused(Finding finding) {
    NewEvent event = finding.event();
    Optional<EventId> before =
        event.origin().id().isEmpty()
            ? Optional.empty()
            : parts.ledger().stored(event.tenant(), event.origin(), event.hash());
    if (before.isPresent()) {
      return new Result.Duplicate(before.get());
    }
    LOG.info(
        "event type={} tenant={} result=refused flaws={}",
        event.type(),
        event.tenant(),
        finding.flaws().size());
    return new Result.Unwanted(finding.flaws());
  }

  private static List<Flaw> flaws(List<Considered> all, Map<Considered, Result> unwanted) {
    var flaws = new ArrayList<Flaw>();
    for (int i = 0; i < all.size(); i++) {
      if (unwanted.get(all.get(i)) instanceof Result.Unwanted no) {
        String place = "/" + i;
        no.flaws().forEach(flaw -> flaws.add(new Flaw(place + flaw.pointer(), flaw.message())));
      }
    }
    return flaws;
  }

  /// In the order of the events, with what is to be said about them.
  private static List<Result> merged(
      List<Considered> all, Map<Considered, Result> unwanted, List<Result> stored) {
    var results = new ArrayList<Result>(all.size());
    Iterator<Result> next = stored.iterator();
    for (Considered one : all) {
      Result refused = unwanted.get(one);
      results.add(refused != null ? refused : warned(next.next(), one.finding().warnings()));
    }
    return results;
  }

  private static Result warned(Result result, List<String> warnings) {
    return result instanceof Result.New fresh && !warnings.isEmpty()
        ? new Result.New(fresh.id(), fresh.deliveries(), warnings)
        : result;
  }

  private Acceptance append(Append append) throws InterruptedException {
    if (parts.ledger().tooLarge(append)) {
      return new Acceptance.TooLarge(
          "the events of one publish may cause at most 50,000 rows (events and deliveries); split it");
    }
    return switch (parts.tasks().await(parts.ledger().append(append))) {
      case Appended.Stored stored -> new Acceptance.Accepted(results(stored.entries()));
      case Appended.Refused refused -> new Acceptance.Refused(results(refused.entries()));
      case Appended.Unavailable away -> busy(away.reason(), away.retryAfter());
    };
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

  private static Acceptance busy(Appended.Reason reason, Duration retryAfter) {
    String why =
        switch (reason) {
          case QUEUE_FULL -> "more events wait to be written than the queue holds";
          case TENANT_SHARE -> "this tenant has its share of the queue; others want theirs";
          case DISK_FULL -> "the disk is full, or nearly";
          case DATABASE -> "the database cannot write at present";
          case CLOSING -> "the server is stopping";
        };
    return new Acceptance.Busy(reason.code(), why, retryAfter);
  }
}
