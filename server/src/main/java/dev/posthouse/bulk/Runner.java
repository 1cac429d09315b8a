package dev.posthouse.bulk;

import dev.posthouse.bulk.Job.Kind;
import dev.posthouse.bulk.Job.Plan;
import dev.posthouse.bulk.Job.Progress;
import dev.posthouse.bulk.Job.State;
import dev.posthouse.bulk.Labour.Slice;
import dev.posthouse.bulk.Labour.Written;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.JobId;
import dev.posthouse.store.Ledger;
import dev.posthouse.work.Rate;
import dev.posthouse.work.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Works on the jobs of the house. Whatever it has in memory may be lost at any moment: a job goes
/// on from what its row says, on whichever node takes it next.
public final class Runner {
  private static final Logger LOG = LoggerFactory.getLogger(Runner.class);

  /// Deliveries of one transaction: about as long as a batch of publishes takes.
  static final int SLICE = 250;

  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(5);

  /// How long it waits for room before a lane, or in memory; before a lane that stays full twice as
  /// long each time.
  private static final Duration PAUSE_FOR_ROOM = Duration.ofMillis(50);

  private static final Duration LONGEST_PAUSE_FOR_ROOM = Duration.ofSeconds(1);

  private final Ledger ledger;
  private final Tasks tasks;
  private final InstantSource clock;
  private final Map<Kind, Labour> labours;
  private final Feed feed;
  private final Runnable wakeTimer;
  private final Map<JobId, Turn> turns = new ConcurrentHashMap<>();

  /// What this process knows of a job that it works on.
  private static final class Turn {
    final AtomicBoolean running = new AtomicBoolean();

    /// Found to be worked on since the row was last asked for.
    volatile boolean found = true;

    volatile Instant notBefore = Instant.MIN;
    volatile Optional<EndpointId> waitsFor = Optional.empty();

    /// The next pause before a lane that is full. Only touched by who runs it, as what follows.
    Duration pause = PAUSE_FOR_ROOM;

    /// Of a job that is counted and waits for memory.
    @Nullable Counting counting;
  }

  /// @param wakeTimer has the thread that calls [#step] look at [#nextWake] again
  Runner(Jobs.Parts parts, Map<Kind, Labour> labours, Feed feed, Runnable wakeTimer) {
    this.ledger = parts.ledger();
    this.tasks = parts.tasks();
    this.clock = parts.clock();
    this.labours = Map.copyOf(labours);
    this.feed = feed;
    this.wakeTimer = wakeTimer;
  }

  /// Finds what is to be worked on: what a person has just asked for, what the last process left,
  /// what the node had that has died. Blocking.
  public void look() {
    List<JobId> active = ledger.read(JobRows::active);
    active.forEach(id -> turns.compute(id, (same, turn) -> found(turn)));
    wakeTimer.run();
  }

  private static Turn found(@Nullable Turn known) {
    Turn turn = known == null ? new Turn() : known;
    turn.found = true;
    return turn;
  }

  /// When [#step] has something to do next, as far as is known.
  public Optional<Instant> nextWake() {
    return turns.values().stream()
        .filter(turn -> !turn.running.get())
        .map(turn -> turn.notBefore)
        .min(Comparator.naturalOrder());
  }

  /// Starts what is due. Returns how much.
  public int step() {
    Instant now = clock.instant();
    int started = 0;
    for (Map.Entry<JobId, Turn> entry : turns.entrySet()) {
      JobId id = entry.getKey();
      Turn turn = entry.getValue();
      if (turn.notBefore.isAfter(now) || writesNot(turn, now)) {
        continue;
      }
      if (turn.running.compareAndSet(false, true)) {
        tasks.start("job", () -> run(id, turn));
        started++;
      }
    }
    return started;
  }

  private boolean writesNot(Turn turn, Instant now) {
    if (ledger.writable()) {
      return false;
    }
    turn.notBefore = now.plus(PAUSE_FOR_ROOM);
    return true;
  }

  /// An endpoint that a job waits for at present.
  public Optional<EndpointId> waitsFor(JobId id) {
    Turn turn = turns.get(id);
    return turn == null ? Optional.empty() : turn.waitsFor;
  }

  private void run(JobId id, Turn turn) {
    try {
      turn.found = false;
      if (!waitsStill(id, turn) && !goesOn(id, turn)) {
        leave(id);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.warn("job job={} result=failed again_in={}", id, PAUSE_AFTER_FAILURE, e);
      turn.notBefore = clock.instant().plus(PAUSE_AFTER_FAILURE);
    } finally {
      turn.running.set(false);
      wakeTimer.run();
    }
  }

  /// Whether the lane that it waits for is full still.
  private boolean waitsStill(JobId id, Turn turn) {
    if (turn.waitsFor.isPresent()) {
      waitFor(feed.full(id), turn);
    }
    return turn.waitsFor.isPresent();
  }

  private void waitFor(Optional<EndpointId> full, Turn turn) {
    turn.waitsFor = full;
    if (full.isEmpty()) {
      turn.pause = PAUSE_FOR_ROOM;
      return;
    }
    turn.notBefore = clock.instant().plus(turn.pause);
    Duration next = turn.pause.multipliedBy(2);
    turn.pause = next.compareTo(LONGEST_PAUSE_FOR_ROOM) < 0 ? next : LONGEST_PAUSE_FOR_ROOM;
  }

  /// Unless it was resumed after its row was looked at: then it is come back to.
  private void leave(JobId id) {
    if (turns.computeIfPresent(id, (same, turn) -> turn.found ? turn : null) == null) {
      feed.forget(id);
    }
  }

  /// Works on a job as long as nothing is in its way. Returns whether it is to be come back to.
  private boolean goesOn(JobId id, Turn turn) throws InterruptedException {
    Optional<Job> claimed =
        tasks.await(ledger.change(db -> JobRows.claim(db, id, ledger.lease(), clock.instant())));
    if (claimed.isEmpty()) {
      return false;
    }
    Job job = claimed.get();
    Labour labour = labour(job);
    if (job.state() == State.COUNTING) {
      return counted(job, labour, turn);
    }
    while (mayGoOn(job, labour, turn)) {
      Optional<Slice> slice = labour.next(job, most(job));
      if (slice.isEmpty()) {
        turn.notBefore = clock.instant().plus(PAUSE_FOR_ROOM);
        return true;
      }
      Optional<Job> moved = write(job, slice.get(), turn);
      if (moved.isEmpty()) {
        return false;
      }
      job = moved.get();
    }
    return true;
  }

  private boolean mayGoOn(Job job, Labour labour, Turn turn) {
    waitFor(labour.inTheWay(job), turn);
    return !turn.notBefore.isAfter(clock.instant()) && ledger.writable();
  }

  /// Empty if the job is over, or somebody else's now.
  private Optional<Job> write(Job job, Slice slice, Turn turn) throws InterruptedException {
    Progress before = job.progress();
    long events = before.events() + slice.events();
    var to = new Progress(slice.event(), slice.id(), events, before.deliveries(), before.skipped());
    Optional<Written> written = tasks.await(written(job, slice, to));
    if (written.isEmpty()) {
      return Optional.empty();
    }
    Written done = written.get();
    done.afterwards().run();
    turn.notBefore = next(job, done.deliveries());
    if (slice.end()) {
      LOG.info("job job={} kind={} result=done", job.id(), job.kind().word());
      return Optional.empty();
    }
    return Optional.of(job.at(to));
  }

  private CompletableFuture<Optional<Written>> written(Job job, Slice slice, Progress to) {
    return ledger
        .change(db -> {
          if (!JobRows.advance(db, job, to)) {
            return Optional.<Written>empty();
          }
          Written done = slice.work().write(db);
          JobRows.note(db, job.id(), done.deliveries(), done.skipped());
          if (slice.end()) {
            JobRows.finish(db, job.id(), clock.instant());
          }
          return Optional.of(done);
        })
        .thenApply(done -> {
          done.ifPresent(written -> written.committed().run());
          return done;
        });
  }

  private static Optional<Rate> rate(Job job) {
    return job.kind() == Kind.ERASE ? Optional.empty() : Wanted.of(job).rate();
  }

  /// At a rate, what may be opened in a second at once; at least one.
  private static int most(Job job) {
    return rate(job).map(rate -> rate.inASecond(SLICE)).orElse(SLICE);
  }

  private Instant next(Job job, int opened) {
    Instant now = clock.instant();
    return rate(job).map(rate -> now.plus(rate.timeOf(opened))).orElse(now);
  }

  private boolean counted(Job job, Labour labour, Turn turn) throws InterruptedException {
    Counting counting = turn.counting == null ? new Counting(job, labour) : turn.counting;
    turn.counting = counting;
    if (!counting.goOn(() -> true)) {
      turn.notBefore = clock.instant().plus(PAUSE_FOR_ROOM);
      return true;
    }
    State next = Wanted.of(job).start() ? State.RUNNING : State.PLANNED;
    int changed = tasks.await(ledger.change(db -> JobRows.counted(db, job, counting.plan(), next)));
    return changed == 1 && next == State.RUNNING;
  }

  /// @param whole whether all was counted
  record Counted(Plan plan, boolean whole) {}

  /// Counts until a time at most, and as long as there is memory for it.
  Counted counted(Job job, Instant atMost) throws InterruptedException {
    var counting = new Counting(job, labour(job));
    boolean whole = counting.goOn(() -> !clock.instant().isAfter(atMost));
    return new Counted(counting.plan(), whole);
  }

  private Labour labour(Job job) {
    Labour labour = labours.get(job.kind());
    if (labour == null) {
      throw new IllegalStateException("nobody does " + job.kind());
    }
    return labour;
  }
}
