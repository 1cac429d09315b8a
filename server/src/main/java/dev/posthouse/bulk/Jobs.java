package dev.posthouse.bulk;

import dev.posthouse.access.Actor;
import dev.posthouse.access.Caller;
import dev.posthouse.access.Trail;
import dev.posthouse.bulk.Job.Kind;
import dev.posthouse.bulk.Job.Plan;
import dev.posthouse.bulk.Job.Progress;
import dev.posthouse.bulk.Job.State;
import dev.posthouse.config.Catalogue;
import dev.posthouse.config.Holds;
import dev.posthouse.deliver.Dispatcher;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.Ids;
import dev.posthouse.event.Invalid;
import dev.posthouse.event.JobId;
import dev.posthouse.event.TenantId;
import dev.posthouse.explain.Room;
import dev.posthouse.json.Json;
import dev.posthouse.route.Router;
import dev.posthouse.store.Ledger;
import dev.posthouse.work.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/// The jobs of all tenants: made, watched, paused, resumed and cancelled by people, who are on
/// record with it.
public final class Jobs {
  /// How long a plan that nobody stores may be counted.
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(5);

  /// Of a tenant, not finished: each is looked after all the time.
  static final int MOST_OPEN = 100;

  /// Plans of a tenant that may be counted at once.
  private static final int MOST_LOOKS = 2;

  private final Parts parts;
  private final Runner runner;
  private final Map<TenantId, Integer> looks = new ConcurrentHashMap<>();

  /// What jobs are made with.
  public record Parts(
      Ledger ledger,
      Trail trail,
      Tasks tasks,
      Ids ids,
      InstantSource clock,
      Router router,
      Room room,
      Catalogue catalogue,
      Holds holds,
      Dispatcher dispatcher) {}

  /// @param wakeTimer has the thread that calls [Runner#step] look at [Runner#nextWake] again
  public Jobs(Parts parts, Runnable wakeTimer) {
    this.parts = parts;
    var feed = new Feed(parts);
    var replaying = new Replaying(parts, feed);
    var retrying = new Retrying(parts, feed);
    var erasing = new Erasing(parts.ledger(), parts.dispatcher());
    runner =
        new Runner(
            parts,
            Map.of(Kind.REPLAY, replaying, Kind.RETRY, retrying, Kind.ERASE, erasing),
            feed,
            wakeTimer);
  }

  public Runner runner() {
    return runner;
  }

  /// What a job would do, counted for as long as somebody may wait.
  ///
  /// @param whole whether all was counted
  public record Estimate(Plan plan, boolean whole) {}

  /// @return empty if the tenant has plans enough counted at present
  public Optional<Estimate> plan(TenantId tenant, Wanted wanted) throws InterruptedException {
    int running = looks.merge(tenant, 1, Integer::sum);
    try {
      if (running > MOST_LOOKS) {
        return Optional.empty();
      }
      Instant now = parts.clock().instant();
      var counted = runner.counted(job(tenant, wanted, "", now), now.plus(LONGEST_LOOK));
      return Optional.of(new Estimate(counted.plan(), counted.whole()));
    } finally {
      looks.computeIfPresent(tenant, (same, n) -> n == 1 ? null : n - 1);
    }
  }

  /// Durable when it returns; begins by counting.
  public Job create(Caller caller, Wanted wanted) throws InterruptedException {
    Instant now = parts.clock().instant().truncatedTo(ChronoUnit.MICROS);
    Job job = job(caller.tenant(), wanted, caller.who(), now);
    return created(caller.actor(), job);
  }

  private Job created(Actor by, Job job) throws InterruptedException {
    Job made =
        parts
            .trail()
            .change(pen -> {
              refuseMore(job.tenant());
              pen.commit(by, List.of(entry(job, "created")), db -> JobRows.insert(db, job));
              return job;
            });
    runner.look();
    return made;
  }

  private void refuseMore(TenantId tenant) {
    if (parts.ledger().read(db -> JobRows.open(db, tenant)) >= MOST_OPEN) {
      throw new Invalid(
          "",
          "a tenant has at most %d jobs that are not finished; wait for some, or cancel them"
              .formatted(MOST_OPEN));
    }
  }

  /// Erases all events of a subject that were accepted until now.
  public Job erase(Caller caller, String subject) throws InterruptedException {
    Instant now = parts.clock().instant().truncatedTo(ChronoUnit.MICROS);
    return created(
        caller.actor(),
        new Job(
            new JobId(parts.ids().next()),
            caller.tenant(),
            Kind.ERASE,
            State.RUNNING,
            Erasing.doc(subject),
            caller.who(),
            now,
            Instant.EPOCH,
            Instant.EPOCH,
            Plan.UNKNOWN,
            new Progress(-1, 0, 0, 0, 0),
            0,
            ""));
  }

  private Job job(TenantId tenant, Wanted wanted, String who, Instant now) {
    long since = Ids.floor(wanted.since());
    Kind kind = wanted.mode().kind();
    return new Job(
        new JobId(parts.ids().next()),
        tenant,
        kind,
        State.COUNTING,
        Json.text(wanted.json()),
        who,
        now,
        Instant.EPOCH,
        Instant.EPOCH,
        Plan.UNKNOWN,
        new Progress(kind == Kind.REPLAY ? since - 1 : since, 0, 0, 0, 0),
        0,
        "");
  }

  public Optional<Job> find(TenantId tenant, JobId id, Set<Kind> kinds) {
    return parts
        .ledger()
        .read(db -> JobRows.find(db, id))
        .filter(job -> job.tenant().equals(tenant) && kinds.contains(job.kind()));
  }

  /// Newest first, those before the id `before`.
  public List<Job> page(TenantId tenant, Set<Kind> kinds, long before, int limit) {
    return parts.ledger().read(db -> JobRows.page(db, tenant, kinds, before, limit));
  }

  /// An endpoint that has enough to do, so that the job waits for it at present.
  public Optional<EndpointId> waitsFor(Job job) {
    return runner.waitsFor(job.id());
  }

  /// What people want of a job.
  public enum Wish {
    PAUSE,
    /// Also starts one that is planned.
    RESUME,
    CANCEL;

    Optional<State> from(Job job) {
      State now = job.state();
      if (now.isFinal()) {
        return Optional.empty();
      }
      return switch (this) {
        case PAUSE -> now == State.PLANNED ? Optional.empty() : Optional.of(State.PAUSED);
        case RESUME ->
            Optional.of(now.active() ? now : job.plan().known() ? State.RUNNING : State.COUNTING);
        case CANCEL -> Optional.of(State.CANCELLED);
      };
    }

    String word() {
      return switch (this) {
        case PAUSE -> "paused";
        case RESUME -> "resumed";
        case CANCEL -> "cancelled";
      };
    }
  }

  /// What became of a wish.
  public sealed interface Granted {
    record Yes(Job job) implements Granted {}

    record No(Job job) implements Granted {}

    record Unknown() implements Granted {}
  }

  /// In force when it returns. What the job has opened before is sent.
  public Granted wish(Caller caller, JobId id, Set<Kind> kinds, Wish wish)
      throws InterruptedException {
    Granted granted = parts.trail().change(pen -> granted(pen, caller, new Asked(id, kinds, wish)));
    if (wish == Wish.RESUME && granted instanceof Granted.Yes) {
      runner.look();
    }
    return granted;
  }

  private record Asked(JobId id, Set<Kind> kinds, Wish wish) {}

  private Granted granted(Trail.Pen pen, Caller caller, Asked asked) throws InterruptedException {
    Optional<Job> found = find(caller.tenant(), asked.id(), asked.kinds());
    if (found.isEmpty()) {
      return new Granted.Unknown();
    }
    Job before = found.get();
    Optional<State> after = asked.wish().from(before);
    if (after.isEmpty()) {
      return new Granted.No(before);
    }
    if (after.get() == before.state()) {
      return new Granted.Yes(before);
    }
    try {
      pen.commit(
          caller.actor(),
          List.of(entry(before, asked.wish().word())),
          db -> {
            if (JobRows.change(db, before, after.get(), parts.clock().instant()) == 0) {
              throw new MovedOn();
            }
          });
    } catch (CompletionException e) {
      if (e.getCause() instanceof MovedOn) {
        return granted(pen, caller, asked);
      }
      throw e;
    }
    return new Granted.Yes(find(caller.tenant(), asked.id(), asked.kinds()).orElse(before));
  }

  /// The job has come to another state while somebody wished something of it.
  private static final class MovedOn extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /// The record outlives a subject that was erased.
  private static String recorded(Job job) {
    return job.kind() == Kind.ERASE ? Erasing.sealed(Erasing.subject(job)) : job.doc();
  }

  private static Trail.Entry entry(Job job, String action) {
    return new Trail.Entry(
        job.tenant(), Trail.Kind.JOB, job.id().value(), action, "", recorded(job));
  }
}
