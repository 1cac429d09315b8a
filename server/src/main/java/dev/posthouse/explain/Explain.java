package dev.posthouse.explain;

import dev.posthouse.config.Catalogue;
import dev.posthouse.config.Past;
import dev.posthouse.config.Sight;
import dev.posthouse.config.Snapshot;
import dev.posthouse.config.Subscription;
import dev.posthouse.config.Watch;
import dev.posthouse.event.Decision;
import dev.posthouse.event.Event;
import dev.posthouse.explain.Candidates.Candidate;
import dev.posthouse.explain.Explanation.Item;
import dev.posthouse.explain.Standing.EndpointState;
import dev.posthouse.history.History;
import dev.posthouse.history.Place;
import dev.posthouse.work.Load;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Answers why each subscription got an event or did not: by the configuration that routed it, and
/// by that of now. Subscriptions are read page by page, so that ten thousand cost no more than
/// those that are shown.
public final class Explain {
  /// Filters on a large event can be slow: a page that has taken this long ends where it is.
  static final Duration ENOUGH = Duration.ofSeconds(1);

  private final Catalogue catalogue;
  private final Candidates.Sources sources;
  private final Room room;
  private final History history;
  private final LongSupplier nanos;

  /// @param nanos an ever-growing count for measuring how long things take
  public Explain(Catalogue catalogue, Past past, History history, Room room, LongSupplier nanos) {
    this.catalogue = catalogue;
    this.sources = new Candidates.Sources(catalogue, past, history);
    this.room = room;
    this.history = history;
    this.nanos = nanos;
  }

  /// A page of subscriptions, those below `after`; empty if at present there is no memory to read
  /// the event's data.
  public Optional<Explanation> page(Event event, Place after, int limit)
      throws InterruptedException {
    Snapshot now = catalogue.current();
    Candidates candidates = sources.page(event, now, after, limit);
    Stream<Subscription> asked =
        candidates.all().stream().flatMap(one -> Stream.of(one.then(), one.now()));
    Load load = Room.asking(now.types(), event, asked.filter(Objects::nonNull));
    return room.with(load, () -> explain(event, now, candidates));
  }

  private Explanation explain(Event event, Snapshot now, Candidates candidates) {
    Sight sight = Sight.of(now.types(), event);
    List<String> warnings = Warnings.of(event, now);
    var items = new ArrayList<Item>();
    long started = nanos.getAsLong();
    for (Candidate candidate : candidates.all()) {
      items.add(item(candidate, event, sight));
      boolean more = items.size() < candidates.all().size();
      if (more && nanos.getAsLong() - started > ENOUGH.toNanos()) {
        var here = new Place(candidate.id().value(), 0);
        return new Explanation(event, now.number(), warnings, items, Optional.of(here));
      }
    }
    return new Explanation(event, now.number(), warnings, items, candidates.next());
  }

  private Item item(Candidate asked, Event event, Sight sight) {
    Standing then =
        standing(asked.then(), asked.endpointThen(), sight, (one, seen) -> decided(event, one));
    Standing now =
        same(asked) ? then : standing(asked.now(), asked.endpointNow(), sight, this::compared);
    Subscription latest = asked.latest();
    return new Item(
        asked.id(),
        latest.name(),
        latest.endpoint(),
        then,
        now.equals(then) ? Optional.empty() : Optional.of(now),
        asked.deliveries());
  }

  /// What is the same then and now says the same: rules are pure.
  private static boolean same(Candidate asked) {
    return asked.then() != null
        && asked.now() != null
        && asked.then().revision() == asked.now().revision()
        && asked.endpointThen() == asked.endpointNow();
  }

  private static Standing standing(
      @Nullable Subscription subscription,
      EndpointState endpoint,
      Sight event,
      Standing.Comparing comparing) {
    return subscription == null
        ? new Standing.Absent()
        : Standing.of(subscription, endpoint, event, comparing);
  }

  private static Optional<Decision> decided(Event event, Subscription subscription) {
    return event.decisions().of(subscription.id());
  }

  /// With what is remembered at present.
  private Optional<Decision> compared(Subscription subscription, Sight event) {
    Watch watch = subscription.conditions().watch();
    if (watch == null) {
      return Optional.empty();
    }
    if (!watch.compares()) {
      return Optional.of(event.told(subscription, watch));
    }
    Watch.Asked asked = event.ask(subscription, watch, null);
    var known = history.remembered(asked.subject());
    return Optional.of(watch.foresee(subscription.id(), asked, event.type(), known).decision());
  }
}
