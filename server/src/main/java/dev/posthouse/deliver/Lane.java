package dev.posthouse.deliver;

import dev.posthouse.config.Endpoint;
import dev.posthouse.deliver.Failing.News;
import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.Event;
import dev.posthouse.event.OpenDelivery;
import dev.posthouse.event.TenantId;
import dev.posthouse.store.Fetched;
import dev.posthouse.store.Settled;
import dev.posthouse.work.Budget;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The queue of one endpoint: says, whenever it is asked, what to do next. Its lock is never held
/// across I/O. After every change somebody must ask [#next] again, or work would lie idle.
final class Lane {
  /// How long a lane waits when the memory budget has no room for its first delivery.
  static final Duration MEMORY_PAUSE = Duration.ofMillis(100);

  private enum Fetching {
    NO,
    WANTED,
    RUNNING
  }

  private final EndpointId endpoint;
  private final TenantId tenant;
  private final Budget budget;

  /// What a payload of unknown size may weigh.
  private final long mostBytes;

  private final ReentrantLock lock = new ReentrantLock();

  // All below is guarded by lock.
  private final LaneMemory memory;
  private final Health health = new Health();
  private final Waits waits = new Waits();
  private int running;
  private LaneState state = LaneState.IDLE;
  private Fetching fetching = Fetching.NO;

  /// A person wants something of this endpoint that is in the database only.
  private boolean urgent;

  /// The receiver answered 410; the configuration will say so in a moment.
  private boolean gone;

  private boolean wasOff;

  Lane(EndpointId endpoint, TenantId tenant, Budget budget, long mostBytes) {
    this.endpoint = endpoint;
    this.tenant = tenant;
    this.budget = budget;
    this.mostBytes = mostBytes;
    this.memory = new LaneMemory(budget, health::bearable);
  }

  EndpointId endpoint() {
    return endpoint;
  }

  TenantId tenant() {
    return tenant;
  }

  /// What to do next.
  ///
  /// @param now the endpoint as it is now, null if it was removed
  Step next(@Nullable Endpoint now, Gate.House house, Instant time) {
    return locked(() -> {
      Step step = decide(now, house, time);
      state =
          switch (step) {
            case Step.Send _, Step.Fetch _ -> LaneState.OPEN;
            case Step.Sleep sleep -> sleep.why();
            case Step.Rest rest -> rest.why();
          };
      return step;
    });
  }

  private Step decide(@Nullable Endpoint now, Gate.House house, Instant time) {
    boolean mayFetch = fetching == Fetching.NO && waits.mayFetch(time);
    if (urgent && mayFetch) {
      return wantFetch();
    }
    if (now == null || !now.enabled() || gone || house.word().paused()) {
      wasOff |= now == null || !now.enabled();
      memory.dropAll();
      return new Step.Rest(house.word().paused() ? LaneState.PAUSED : LaneState.DISABLED);
    }
    if (wasOff) {
      wasOff = false;
      health.forgive();
      health.failing().forget();
    }
    health.judgeBy(now.health());
    boolean refill = fetching == Fetching.NO && memory.wantsFetch(time);
    if (memory.isEmpty() && !refill) {
      return fetching == Fetching.NO
          ? new Step.Sleep(memory.nextDue(), LaneState.IDLE)
          : new Step.Rest(LaneState.IDLE);
    }
    Gate.Decision gate = Gate.decide(now, facts(now, house, time), house, time);
    if (!(gate instanceof Gate.Decision.MaySend)) {
      memory.headWaits();
    }
    return switch (gate) {
      case Gate.Decision.WaitForEvent wait -> new Step.Rest(wait.why());
      case Gate.Decision.WaitUntil wait -> new Step.Sleep(wait.time(), wait.why());
      case Gate.Decision.MaySend may when refill && mayFetch -> wantFetch();
      case Gate.Decision.MaySend may when memory.isEmpty() ->
          new Step.Sleep(waits.fetchNotBefore(), LaneState.IDLE);
      case Gate.Decision.MaySend may -> send(time);
    };
  }

  private Step wantFetch() {
    fetching = Fetching.WANTED;
    return new Step.Fetch();
  }

  private Gate.Facts facts(Endpoint now, Gate.House house, Instant time) {
    Instant rateFree = waits.rateFree(house.word().rate(now), time);
    return new Gate.Facts(
        running, health.bearable(), waits.closedUntil(), health.breaker().free(), rateFree);
  }

  private Step send(Instant time) {
    Job first = memory.first();
    long bytes = first.bytes() == Job.UNKNOWN ? mostBytes : first.bytes();
    if (first.event() == null && !budget.tryTake(bytes)) {
      return new Step.Sleep(time.plus(MEMORY_PAUSE), LaneState.MEMORY);
    }
    running++;
    Pace pace = waits.pace();
    long start = pace == null ? 0 : pace.start();
    boolean probe = health.breaker().begins();
    return new Step.Send(new Departure(memory.take(), bytes, pace, start, probe));
  }

  /// A delivery that left its lane to be tried, and what it holds until that is over.
  final class Departure {
    private final Job job;
    private final @Nullable Pace pace;
    private final long start;
    private final boolean probe;
    // Guarded by lock.
    private long bytes;
    private Instant sent = Instant.MIN;
    private boolean over;

    private Departure(Job job, long bytes, @Nullable Pace pace, long start, boolean probe) {
      this.probe = probe;
      this.job = job;
      this.bytes = bytes;
      this.pace = pace;
      this.start = start;
    }

    Job job() {
      return job;
    }

    /// The size of the payload is known now.
    void loaded(Event event) {
      change(() -> {
        long excess = Math.max(0, bytes - event.payload().size());
        budget.give(excess);
        bytes -= excess;
      });
    }

    /// The body takes so many bytes beside the payload. Returns whether they are to be had.
    boolean rendered(long more) {
      if (!budget.tryTake(more)) {
        return false;
      }
      change(() -> bytes += more);
      return true;
    }

    /// The request is about to go onto the wire. Returns whether the lane may have waited for that.
    boolean departs(Instant time) {
      if (pace == null) {
        return false;
      }
      change(() -> {
        sent = time;
        pace.departed(start, time);
      });
      return true;
    }

    /// The attempt is over, committed or not. Returns the news of that, null for none.
    @Nullable News ended(Attempt.Ended ended, Instant time) {
      return locked(() -> {
        release(sent.equals(Instant.MIN) ? time : sent.plus(ended.report().timings().connect()));
        Judgement judgement = ended.judgement();
        obey(judgement.lane());
        return health.saw(
            new Health.Seen(ended.report().outcome(), judgement.health(), ended.notice(), probe),
            time);
      });
    }

    /// Its settle has committed.
    void settled(Settled settled) {
      change(() -> {
        memory.depart(job.delivery().id());
        switch (settled) {
          case Settled.Closed closed -> {}
          case Settled.Waiting waiting -> memory.expect(waiting.due());
          case Settled.MovedOn movedOn -> memory.expect(Instant.EPOCH);
        }
      });
    }

    /// Its settle could not be committed: the row is as it was.
    void unsettled(Instant again) {
      change(() -> {
        memory.depart(job.delivery().id());
        memory.expect(again);
      });
    }

    /// The endpoint was disabled before anything was sent: the row is as it was.
    void held() {
      change(() -> {
        release(Instant.EPOCH);
        memory.depart(job.delivery().id());
        memory.expect(Instant.EPOCH);
      });
    }

    /// It broke off, in whatever state: the row is as it was, and is fetched again later. Returns
    /// when.
    Instant abandoned(Instant time) {
      return locked(() -> {
        release(time);
        memory.depart(job.delivery().id());
        Instant again = waits.fetchFailed(time);
        memory.expect(again);
        return again;
      });
    }

    private void release(Instant onTheWire) {
      if (over) {
        return;
      }
      over = true;
      running--;
      if (probe) {
        health.breaker().probed();
      }
      budget.give(bytes);
      bytes = 0;
      if (pace != null) {
        pace.departed(start, onTheWire);
      }
    }
  }

  private void obey(Judgement.LaneEffect effect) {
    switch (effect) {
      case Judgement.LaneEffect.None none -> {}
      case Judgement.LaneEffect.Close close -> waits.close(close.until());
      case Judgement.LaneEffect.Disable disable -> gone = true;
    }
  }

  /// Takes a delivery that was just committed, if it has room.
  void offer(Job job) {
    change(() -> memory.offer(job));
  }

  void expect(Instant due) {
    change(() -> memory.expect(due));
  }

  void catchUp() {
    change(memory::catchUp);
  }

  void forget() {
    change(memory::forget);
  }

  /// A person wants a delivery tried at once, or cancelled.
  void wanted() {
    change(() -> {
      urgent = true;
      health.breaker().probeNow();
    });
  }

  /// Forgets a delivery that is being cancelled. Returns false if it is on its way.
  boolean letGo(DeliveryId id) {
    return locked(() -> memory.drop(id));
  }

  /// Drops a delivery that is marked to be cancelled, unless it is on its way; the database then
  /// cancels it when it is fetched.
  void cancelled(DeliveryId id) {
    change(() -> {
      var _ = memory.drop(id);
      urgent = true;
    });
  }

  /// The endpoint was changed: what its receiver asked for before is void.
  void changed() {
    change(() -> {
      gone = false;
      waits.open();
      health.forgive();
      memory.expect(Instant.EPOCH);
    });
  }

  void clockSetBack(Instant now) {
    change(() -> {
      waits.clockSetBack(now);
      health.breaker().probeNow();
    });
  }

  /// A fetch begins now. Returns how many rows it may bring.
  int fetchBegins() {
    return locked(() -> {
      if (urgent) {
        memory.makeRoom();
      }
      urgent = false;
      fetching = Fetching.RUNNING;
      return memory.fetchBegins();
    });
  }

  /// Returns what is marked to be cancelled instead of sent.
  List<OpenDelivery> fetchEnds(Fetched fetched) {
    return locked(() -> {
      fetching = Fetching.NO;
      return memory.fetchEnds(fetched);
    });
  }

  /// Returns when to try again.
  Instant fetchFailed(Instant now) {
    return locked(() -> {
      fetching = Fetching.NO;
      memory.fetchFailed();
      return waits.fetchFailed(now);
    });
  }

  /// It was on record as failing when the process started.
  void restore(Instant since) {
    change(() -> health.failing().restore(since));
  }

  /// News are on record. Returns what else is to be put there by now, null for nothing.
  @Nullable News told(News news, Instant now) {
    return locked(() -> health.told(news, now));
  }

  void untold() {
    change(() -> health.failing().untold());
  }

  LaneStatus status() {
    return locked(
        () -> new LaneStatus(health.status(), running, memory.size(), waits.closedUntil(), state));
  }

  private <T extends @Nullable Object> T locked(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }

  private void change(Runnable action) {
    var _ =
        locked(() -> {
          action.run();
          return state;
        });
  }
}
