package dev.posthouse.explain;

import dev.posthouse.config.Drafts.Draft;
import dev.posthouse.config.Sight;
import dev.posthouse.config.Subscription;
import dev.posthouse.config.Watch;
import dev.posthouse.event.Event;
import dev.posthouse.event.EventId;
import dev.posthouse.event.TenantId;
import dev.posthouse.history.EventFilter;
import dev.posthouse.history.EventLine;
import dev.posthouse.history.History;
import dev.posthouse.history.Place;
import dev.posthouse.rule.Filter;
import dev.posthouse.rule.TypeIndex;
import dev.posthouse.rule.TypePattern;
import dev.posthouse.store.Remembered;
import dev.posthouse.work.Load;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/// What a tenant published of late, looked at within bounds.
public final class Recent {
  /// Events that are looked at without their data.
  static final int SCAN = 2_000;

  /// Events that a filter is tried on.
  static final int SAMPLE = 100;

  /// Large events are slow to read: no more of them are read after this.
  static final Duration ENOUGH = Duration.ofSeconds(2);

  private final History history;
  private final Room room;
  private final InstantSource clock;
  private final LongSupplier nanos;

  /// @param nanos an ever-growing count for measuring how long things take
  public Recent(History history, Room room, InstantSource clock, LongSupplier nanos) {
    this.history = history;
    this.room = room;
    this.clock = clock;
    this.nanos = nanos;
  }

  /// What is done with an event.
  interface Look<T> {
    T at(Event event);

    /// What that takes at most.
    Load load(Event event);
  }

  /// Looks at some events one by one; ends early if that takes long, or memory is short.
  <T> List<T> each(TenantId tenant, List<EventId> ids, Look<T> look) throws InterruptedException {
    var seen = new ArrayList<T>();
    long started = nanos.getAsLong();
    for (EventId id : ids) {
      Optional<Event> event = history.event(tenant, id).filter(e -> !e.payload().isRemoved());
      if (event.isPresent()) {
        Event one = event.get();
        room.with(look.load(one), () -> look.at(one)).ifPresent(seen::add);
      }
      if (nanos.getAsLong() - started > ENOUGH.toNanos()) {
        break;
      }
    }
    return seen;
  }

  /// The newest events, without their data.
  List<EventLine> lines(TenantId tenant) {
    return history.events(tenant, EventFilter.ALL, Place.NEWEST, SCAN).items();
  }

  /// What is remembered of a subject at present.
  Optional<Remembered> remembered(byte[] subject) {
    return history.remembered(subject);
  }

  /// Those of them that are of types which the subscription wants.
  static List<EventLine> wanted(List<EventLine> lines, Subscription subscription) {
    return of(subscription.types(), lines);
  }

  /// The newest of those that the subscription looks at, to deliver them or to begin with them.
  static List<EventId> oldestFirst(List<EventLine> lines, Subscription subscription, int most) {
    Watch watch = subscription.conditions().watch();
    var types = new ArrayList<>(subscription.types());
    if (watch != null) {
      types.addAll(watch.rules().baselineFrom());
    }
    return of(types, lines).stream().limit(most).map(EventLine::id).toList().reversed();
  }

  private static List<EventLine> of(List<TypePattern> types, List<EventLine> lines) {
    var index = new TypeIndex<TypePattern>();
    types.forEach(pattern -> index.add(pattern, pattern));
    Map<String, Boolean> known = new HashMap<>();
    return lines.stream()
        .filter(line -> known.computeIfAbsent(line.type(), type -> matches(index, type)))
        .toList();
  }

  private static boolean matches(TypeIndex<TypePattern> index, String type) {
    boolean[] found = new boolean[1];
    index.match(type, pattern -> found[0] = true);
    return found[0];
  }

  /// @param lines the newest events
  Estimate estimate(Draft draft, List<EventLine> lines) throws InterruptedException {
    Instant now = clock.instant();
    List<EventLine> day =
        lines.stream().filter(l -> l.accepted().isAfter(now.minus(Estimate.DAY))).toList();
    boolean cut = day.size() == SCAN;
    Duration span = cut ? Duration.between(day.getLast().accepted(), now) : Estimate.DAY;
    List<EventLine> wanted = wanted(day, draft.subscription());
    boolean compared = draft.subscription().conditions().watch() != null;
    boolean tries = compared || !draft.subscription().filter().equals(Filter.ALL);
    List<EventId> sample = tries ? oldestFirst(day, draft.subscription(), SAMPLE) : List.of();
    List<Optional<Boolean>> tried =
        each(draft.subscription().tenant(), sample, new Asking(draft, Simulation.anew()));
    List<Boolean> answers = tried.stream().flatMap(Optional::stream).toList();
    int passed = (int) answers.stream().filter(yes -> yes).count();
    return Estimate.of(
        new Estimate.Counted(
            day.size(), span, wanted.size(), answers.size(), passed, tries, compared));
  }

  /// Whether the draft would get an event; empty if the event only says where to begin.
  private record Asking(Draft draft, Simulation simulation) implements Look<Optional<Boolean>> {
    @Override
    public Optional<Boolean> at(Event event) {
      Subscription subscription = draft.subscription();
      Watch watch = subscription.conditions().watch();
      Standing standing =
          Standing.of(
              subscription,
              Standing.EndpointState.ENABLED,
              Sight.of(draft.types(), event),
              simulation.next(event.envelope().time()));
      return watch != null && watch.begins(event.type())
          ? Optional.empty()
          : Optional.of(standing.gets());
    }

    @Override
    public Load load(Event event) {
      return Room.asking(draft.types(), event, Stream.of(draft.subscription()));
    }
  }
}
