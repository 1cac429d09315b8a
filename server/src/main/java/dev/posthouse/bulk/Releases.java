package dev.posthouse.bulk;

import dev.posthouse.config.Catalogue;
import dev.posthouse.config.Hold;
import dev.posthouse.config.Holds;
import dev.posthouse.deliver.Dispatcher;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.SubscriptionId;
import dev.posthouse.store.Deliveries;
import dev.posthouse.store.Deliveries.Released;
import dev.posthouse.store.Ledger;
import dev.posthouse.work.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets go what has waited: for a subscription, row by row in order; of an endpoint, whose own lane
/// sends it, sees when the last of it is through.
public final class Releases {
  private static final Logger LOG = LoggerFactory.getLogger(Releases.class);

  /// How often an endpoint's release is looked at.
  private static final Duration LOOK_EVERY = Duration.ofSeconds(2);

  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(5);

  private final Ledger ledger;
  private final Tasks tasks;
  private final InstantSource clock;
  private final Holds holds;
  private final Catalogue catalogue;
  private final Dispatcher dispatcher;
  private final Runnable wakeTimer;
  private final Map<Long, Turn> turns = new ConcurrentHashMap<>();

  /// What this process knows of a release, as it was last wished.
  private static final class Turn {
    final Hold hold;
    final AtomicBoolean running = new AtomicBoolean();
    volatile Instant notBefore = Instant.MIN;

    Turn(Hold hold) {
      this.hold = hold;
    }
  }

  /// @param wakeTimer has the thread that calls [#step] look at [#nextWake] again
  public Releases(Jobs.Parts parts, Runnable wakeTimer) {
    this.wakeTimer = wakeTimer;
    this.ledger = parts.ledger();
    this.tasks = parts.tasks();
    this.clock = parts.clock();
    this.catalogue = parts.catalogue();
    this.dispatcher = parts.dispatcher();
    this.holds = parts.holds();
  }

  /// When [#step] has something to do next, as far as is known.
  public Optional<Instant> nextWake() {
    return holds.unfinished().stream()
        .filter(this::goes)
        .map(this::turn)
        .filter(turn -> !turn.running.get())
        .map(turn -> turn.notBefore)
        .min(Comparator.naturalOrder());
  }

  /// Starts what is due. Returns how much.
  public int step() {
    Instant now = clock.instant();
    int started = 0;
    for (Hold hold : holds.unfinished()) {
      Turn turn = turn(hold);
      boolean due = goes(hold) && !turn.notBefore.isAfter(now);
      if (due && !ledger.writable()) {
        turn.notBefore = now.plus(PAUSE_AFTER_FAILURE);
      } else if (due && turn.running.compareAndSet(false, true)) {
        tasks.start("release", () -> run(hold, turn));
        started++;
      }
    }
    return started;
  }

  private Turn turn(Hold hold) {
    return turns.compute(
        hold.resource(),
        (id, turn) -> turn != null && turn.hold.equals(hold) ? turn : new Turn(hold));
  }

  private boolean goes(Hold hold) {
    return hold.state() == Hold.State.RELEASING || gone(hold);
  }

  /// What a subscription that was deleted has left goes on, as if it had never been paused.
  private boolean gone(Hold hold) {
    return switch (hold.kind()) {
      case ENDPOINT -> catalogue.current().endpoint(new EndpointId(hold.resource())).isEmpty();
      case SUBSCRIPTION ->
          catalogue.current().subscription(new SubscriptionId(hold.resource())).isEmpty();
    };
  }

  private void run(Hold hold, Turn turn) {
    try {
      turn.notBefore =
          switch (hold.kind()) {
            case ENDPOINT -> endpoint(hold);
            case SUBSCRIPTION -> subscription(hold);
          };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.warn("release resource={} result=failed", hold.resource(), e);
      turn.notBefore = clock.instant().plus(PAUSE_AFTER_FAILURE);
    } finally {
      turn.running.set(false);
      wakeTimer.run();
    }
  }

  /// Over when nothing is due that was due when the release began.
  private Instant endpoint(Hold hold) throws InterruptedException {
    boolean over = tasks.await(ledger.change(db -> !dueStill(db, hold) && ended(db, hold)));
    if (over) {
      inForce(hold);
    }
    return clock.instant().plus(LOOK_EVERY);
  }

  private static boolean dueStill(Handle db, Hold hold) {
    return Deliveries.moreDueThan(db, 0, new EndpointId(hold.resource()), hold.since());
  }

  private boolean ended(Handle db, Hold hold) {
    return gone(hold) ? holds.forget(db, hold.resource()) >= 0 : holds.written(db, hold);
  }

  private void inForce(Hold hold) {
    if (gone(hold)) {
      holds.forgotten(hold.resource());
    } else {
      holds.released(hold);
    }
  }

  /// One slice; with the last of it the subscription is released, before anything new is appended.
  private Instant subscription(Hold hold) throws InterruptedException {
    var subscription = new SubscriptionId(hold.resource());
    int most = hold.rate().map(rate -> rate.inASecond(Runner.SLICE)).orElse(Runner.SLICE);
    Released released =
        tasks.await(
            ledger.changeThen(
                db -> {
                  Released slice = Deliveries.release(db, subscription, most);
                  boolean over = slice.last() && ended(db, hold);
                  return new Released(slice.endpoints(), slice.count(), over);
                },
                slice -> {
                  if (slice.last()) {
                    slice.endpoints().forEach(id -> dispatcher.released(id, hold.tenant()));
                    inForce(hold);
                  }
                }));
    released.endpoints().forEach(endpoint -> dispatcher.more(endpoint, hold.tenant()));
    Instant now = clock.instant();
    return hold.rate().map(rate -> now.plus(rate.timeOf(released.count()))).orElse(now);
  }
}
