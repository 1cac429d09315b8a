package dev.posthouse.deliver;

import dev.posthouse.config.Action;
import dev.posthouse.config.Endpoint;
import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.TenantId;
import dev.posthouse.store.OpenEndpoint;
import dev.posthouse.store.Settled;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries open deliveries to their endpoints: keeps the lanes and the house's slots, and sees to
/// it that whatever may be sent is being sent.
///
/// The one rule against lost wake-ups: whoever changes something (a lane, a free slot, the
/// configuration) does so first, then puts the lane among the turns, then calls [#serve].
public final class Dispatcher {
  private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

  /// What part of the free slots one endpoint may run.
  private static final int SHARE = 16;

  /// How long to wait before open work is looked for again, if that failed.
  private static final Duration RESCAN_PAUSE = Duration.ofSeconds(5);

  /// How long a delivery rests whose result could not be written for a reason of its own.
  private static final Duration UNSETTLED_PAUSE = Duration.ofSeconds(30);

  /// @param running attempts at once in the whole house
  /// @param payload the largest payload, in bytes
  public record Limits(int running, long payload) {
    public static final Limits DEFAULT = new Limits(5_000, 10L << 20);
  }

  private final Outside outside;
  private final Limits limits;
  private final Runnable wakeTimer;
  private final Attempt attempt;
  private final Aside aside;
  private final Reporter reporter;
  private final Fetching fetching;
  private final Results results;
  private final DeliveryCounts counts = new DeliveryCounts();
  private final ConcurrentHashMap<EndpointId, Lane> lanes = new ConcurrentHashMap<>();
  private final Slots house;
  private final Turns turns = new Turns();
  private final Alarms alarms = new Alarms();
  private final Setback setback = new Setback();

  /// Lanes that wait for a larger share of free slots.
  private final Turns squeezed = new Turns();

  private final CompletableFuture<Void> idle = new CompletableFuture<>();
  private volatile boolean stopping;
  private volatile Instant rescanAt = Instant.MAX;

  /// @param wakeTimer has the thread that calls [#step] look at [#nextWake] again; cheap, from any
  ///   thread, remembered if that thread is not waiting
  public Dispatcher(Outside outside, Limits limits, Runnable wakeTimer) {
    this.outside = outside;
    this.limits = limits;
    this.wakeTimer = wakeTimer;
    this.attempt = new Attempt(outside);
    this.aside = new Aside(outside.directory());
    this.reporter = new Reporter(outside, this::endpointChanged);
    this.fetching = new Fetching(outside, aside, () -> stopping, this::wakeAt, this::wake);
    this.results = new Results(outside.tasks(), this::settled, this::serve);
    this.house = new Slots(limits.running());
  }

  /// Takes deliveries that have just been committed, before a result of theirs can commit. Never
  /// blocks: what may be sent is started here and now; what has no place stays in the database.
  public void handOver(List<Job> jobs) {
    for (Job job : jobs) {
      Lane lane = lane(job.delivery().endpoint(), job.delivery().tenant());
      lane.offer(job);
      turns.add(lane);
    }
    serve();
  }

  /// The body of the timer's loop: wakes the lanes whose time has come. Returns how many.
  public int step() {
    Instant now = outside.clock().instant();
    if (setback.look(now, lanes.values(), turns) || !rescanAt.isAfter(now)) {
      rescanAt = Instant.MAX;
      rescan();
    }
    List<Lane> due = alarms.due(now);
    due.forEach(turns::add);
    serve();
    return due.size();
  }

  /// When [#step] has something to do next, as far as is known.
  public Optional<Instant> nextWake() {
    return Stream.of(alarms.next().orElse(Instant.MAX), rescanAt)
        .min(Comparator.naturalOrder())
        .filter(time -> time.isBefore(Instant.MAX));
  }

  /// An endpoint was on record as failing when the process started.
  public void failing(EndpointId id, TenantId tenant, Instant since) {
    lane(id, tenant).restore(since);
  }

  /// Finds all open work: at the start, and when the database has come back. Blocking.
  public void recover() {
    for (OpenEndpoint open : outside.work().openEndpoints()) {
      lane(open.endpoint(), open.tenant()).expect(open.due());
    }
    lanes.values().forEach(turns::add);
    serve();
  }

  /// What waits here may be other nodes' by now: forgets all that is not on its way. What still is
  /// this node's is fetched again once somebody calls [#recover]. Never blocks.
  public void forget() {
    lanes.values().forEach(Lane::forget);
  }

  /// [#recover] in a task of its own, tried again until it succeeds.
  public void rescan() {
    outside
        .tasks()
        .start(
            "rescan",
            () -> {
              try {
                recover();
              } catch (RuntimeException e) {
                LOG.warn("rescan result=failed again_in={}", RESCAN_PAUSE, e);
                rescanAt = outside.clock().instant().plus(RESCAN_PAUSE);
                wakeTimer.run();
              }
            });
  }

  /// An endpoint was created, changed, enabled, disabled or removed.
  public void endpointChanged(EndpointId id) {
    Endpoint endpoint = endpoint(id);
    Lane lane = endpoint == null ? lanes.remove(id) : lane(id, endpoint.tenant());
    if (lane != null) {
      lane.changed();
      wake(lane);
    }
  }

  /// There is more work of this endpoint in the database, which nobody is in a hurry for.
  public void more(EndpointId id, TenantId tenant) {
    lane(id, tenant).expect(Instant.EPOCH);
    wake(lane(id, tenant));
  }

  /// What has waited for this endpoint may go, before anything that comes from now on.
  public void released(EndpointId id, TenantId tenant) {
    lane(id, tenant).catchUp();
    wake(lane(id, tenant));
  }

  /// A delivery of this endpoint shall be tried at once; the row says so already.
  public void wanted(EndpointId id) {
    Endpoint endpoint = endpoint(id);
    if (endpoint != null) {
      Lane lane = lane(id, endpoint.tenant());
      lane.wanted();
      wake(lane);
    }
  }

  /// A delivery is being cancelled: forgets it unless it is on its way. Returns false if it is.
  public boolean letGo(EndpointId id, DeliveryId delivery) {
    Lane lane = lanes.get(id);
    return lane == null || lane.letGo(delivery);
  }

  /// A delivery is marked to be cancelled: drops it from memory, unless it is on its way.
  public void cancelled(EndpointId id, DeliveryId delivery) {
    Lane lane = lanes.get(id);
    if (lane != null) {
      lane.cancelled(delivery);
      wake(lane);
    } else {
      wanted(id);
    }
  }

  /// No new work starts from now on.
  public void stop() {
    stopping = true;
    noteIdle();
  }

  /// Waits until nothing runs any more, after [#stop]. Returns whether that came in time.
  public boolean awaitIdle(Duration most) throws InterruptedException {
    try {
      idle.get(most.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException tooLong) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("waiting for running attempts", e);
    }
  }

  public LaneStatus status(EndpointId id) {
    Lane lane = lanes.get(id);
    return lane == null ? LaneStatus.QUIET : lane.status();
  }

  /// How many lanes are in which state. Looks at each.
  public Map<LaneState, Integer> laneStates() {
    var states = new EnumMap<LaneState, Integer>(LaneState.class);
    lanes.values().forEach(lane -> states.merge(lane.status().state(), 1, Integer::sum));
    return states;
  }

  public int running() {
    return house.taken();
  }

  public DeliveryCounts counts() {
    return counts;
  }

  private Lane lane(EndpointId id, TenantId tenant) {
    Lane lane = lanes.get(id);
    if (lane != null) {
      return lane;
    }
    long mostBytes = Math.min(limits.payload(), outside.budget().limit() / 4);
    return lanes.computeIfAbsent(id, i -> new Lane(i, tenant, outside.budget(), mostBytes));
  }

  private @Nullable Endpoint endpoint(EndpointId id) {
    return outside.directory().endpoint(id).orElse(null);
  }

  private void wake(Lane lane) {
    turns.add(lane);
    serve();
  }

  /// Gives free slots to waiting lanes in turn. The slot is taken first, so after giving one back
  /// unused the turns are looked at again: whoever added a lane meanwhile may have seen no slot.
  /// Likewise `stopping` is looked at again with the slot in hand, so that [#stop] sees either the
  /// slot or no start.
  private void serve() {
    while (!turns.isEmpty() && !stopping && house.tryTake()) {
      Lane lane = stopping ? null : turns.poll();
      if (lane == null || !advance(lane)) {
        house.give();
      }
    }
    noteIdle();
  }

  /// Does the next thing for a lane. Returns whether that used the slot.
  private boolean advance(Lane lane) {
    var now = aside.house(lane, Math.max(1, house.free() / SHARE), outside.work());
    return switch (lane.next(endpoint(lane.endpoint()), now, outside.clock().instant())) {
      case Step.Send send -> {
        turns.add(lane);
        outside.tasks().start("attempt", () -> send(lane, send.departure()));
        yield true;
      }
      case Step.Fetch fetch -> {
        turns.add(lane);
        fetching.want(lane);
        yield false;
      }
      case Step.Sleep sleep -> {
        wakeAt(lane, sleep.until());
        yield false;
      }
      case Step.Rest rest -> {
        if (rest.why() == LaneState.SHARE) {
          squeezed.add(lane);
        }
        yield false;
      }
    };
  }

  private void wakeAt(Lane lane, Instant time) {
    if (time.isBefore(Instant.MAX) && alarms.atLatest(lane, time)) {
      wakeTimer.run();
    }
  }

  /// One attempt, on a task of its own. Its slot is held until the result has committed: so the
  /// ledger never has more results to write than there are slots.
  private void send(Lane lane, Lane.Departure departure) {
    boolean settling = false;
    try {
      settling = tried(lane, departure);
    } finally {
      if (!settling) {
        giveSlot();
      }
      wake(lane);
    }
  }

  /// Returns whether there is a result, which the ledger has now.
  private boolean tried(Lane lane, Lane.Departure departure) {
    try {
      Endpoint now = endpoint(lane.endpoint());
      if (now == null || !now.enabled() || aside.holds(departure.job().delivery())) {
        departure.held();
        return false;
      }
      Attempt.Ended ended = attempt.run(departure.job(), now, progress(lane, departure));
      Failing.News news = departure.ended(ended, outside.clock().instant());
      if (news != null) {
        reporter.report(lane, news);
      }
      counts.attempted(ended.report().outcome());
      results.expect(lane, departure, ended);
      return true;
    } catch (NothingTried e) {
      LOG.info(
          "attempt delivery={} result=not_begun why={}",
          departure.job().delivery().id(),
          e.getMessage());
      wakeAt(lane, departure.abandoned(outside.clock().instant()));
    } catch (RuntimeException | Error e) {
      LOG.error("attempt delivery={} result=lost", departure.job().delivery().id(), e);
      wakeAt(lane, departure.abandoned(outside.clock().instant()));
    }
    return false;
  }

  private void giveSlot() {
    house.give();
    Optional.ofNullable(squeezed.poll()).ifPresent(turns::add); // its share may have grown
  }

  private Attempt.Progress progress(Lane lane, Lane.Departure departure) {
    return new Attempt.Progress(
        departure::loaded,
        departure::rendered,
        now -> {
          if (departure.departs(now)) {
            wake(lane);
          }
        });
  }

  /// The ledger has written this result, or cannot.
  private void settled(Results.Result result) {
    try {
      learn(result);
    } finally {
      giveSlot();
      turns.add(result.lane());
    }
  }

  private void learn(Results.Result result) {
    Attempt.Ended ended = result.ended();
    DeliveryId id = result.departure().job().delivery().id();
    int number = ended.report().number();
    Settled settled = result.settled();
    if (settled == null) {
      LOG.error("settle delivery={} number={} result=lost", id, number, result.failure());
      result.departure().unsettled(outside.clock().instant().plus(UNSETTLED_PAUSE));
      return;
    }
    result.departure().settled(settled);
    counts.settled(ended.judgement().verdict(), settled);
    if (settled instanceof Settled.MovedOn) {
      LOG.info("settle delivery={} number={} result=moved_on", id, number);
    }
    if (ended.judgement().lane() instanceof Judgement.LaneEffect.Disable(Action why)) {
      reporter.disable(result.lane(), why);
    }
  }

  private void noteIdle() {
    if (stopping && house.taken() == 0 && fetching.isIdle()) {
      idle.complete(null);
    }
  }
}
