package dev.posthouse.deliver;

import dev.posthouse.config.Endpoint;
import dev.posthouse.config.Subscription;
import dev.posthouse.event.AttemptReport;
import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.Event;
import dev.posthouse.event.EventId;
import dev.posthouse.event.Ids;
import dev.posthouse.event.Notice;
import dev.posthouse.event.Outcome;
import dev.posthouse.event.Pin;
import dev.posthouse.event.Routed;
import dev.posthouse.event.Verdict;
import dev.posthouse.store.Settle;
import dev.posthouse.store.Settled;
import dev.posthouse.store.StoreException;
import dev.posthouse.work.Load;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// One try of one delivery, from the waiting row to the verdict that the ledger is told.
final class Attempt {
  private static final Logger LOG = LoggerFactory.getLogger(Attempt.class);

  private final Outside outside;
  private final Requests requests = new Requests();
  private final Authorised authorised;

  Attempt(Outside outside) {
    this.outside = outside;
    this.authorised = new Authorised(outside.tokens(), outside.sender());
  }

  /// What the lane wants to know while an attempt is made.
  ///
  /// @param loaded the event was read
  /// @param rendered a body was made that takes so many bytes beside the event's; answers whether
  ///   there is room for it
  /// @param departs the request goes onto the wire now
  record Progress(Consumer<Event> loaded, LongPredicate rendered, Consumer<Instant> departs) {}

  /// An attempt that is over. `settled` completes when its result has committed.
  ///
  /// @param notice whether it carried a notice of ours
  record Ended(
      AttemptReport report,
      Judgement judgement,
      boolean notice,
      CompletableFuture<Settled> settled) {}

  /// Makes the attempt. The subscription is the one pinned by the delivery, the endpoint is as now.
  ///
  /// @throws NothingTried if the database does not tell what to send, or memory is short
  Ended run(Job job, Endpoint endpoint, Progress progress) {
    var trial = new Trial(job.delivery(), endpoint, outside.clock().instant());
    try {
      Event event = trial.of(load(job, progress));
      Subscription subscription = pinned(job.delivery().pin());
      Request request = request(event, subscription, trial, progress);
      Unsendable.refuseForbidden(outside.directory(), endpoint);
      Request ready = authorised.ready(request, endpoint);
      progress.departs().accept(outside.clock().instant());
      trial.sent(authorised.send(trial.sending(ready), endpoint));
    } catch (Throwable ours) {
      trial.broke(ours);
    }
    return settle(trial, judge(trial));
  }

  private Ended settle(Trial trial, Judgement judgement) {
    AttemptReport report = trial.report(outside.ids().next(), judgement.rule());
    log(report, judgement);
    var settle =
        new Settle(
            trial.delivery(),
            report,
            judgement.verdict(),
            trial.event().map(Event::type).orElse(""),
            loss(trial, report, judgement));
    return new Ended(report, judgement, trial.carriesNotice(), outside.work().settle(settle));
  }

  /// The event that tells of a delivery that is given up; of notices nobody is told, so none leads
  /// to another.
  private Optional<Routed> loss(Trial trial, AttemptReport report, Judgement judgement) {
    Optional<Event> event = trial.event();
    if (!(judgement.verdict() instanceof Verdict.Failed(Verdict.Reason reason))
        || event.isEmpty()
        || Notice.is(event.get())) {
      return Optional.empty();
    }
    try {
      return outside
          .bulletin()
          .failed(
              new Bulletin.Loss(trial.delivery(), event.get(), trial.endpoint(), report, reason));
    } catch (RuntimeException e) {
      LOG.error("delivery delivery={} result=failed_untold", report.delivery(), e);
      return Optional.empty();
    }
  }

  private Request request(Event event, Subscription subscription, Trial trial, Progress progress)
      throws InterruptedException {
    Load load = Renderer.load(outside.directory().eventTypes(), event, subscription);
    return reserved(
        load.counted(outside.budget()),
        () ->
            outside
                .heavy()
                .run(
                    load.work(),
                    () -> signed(rendered(event, subscription, trial, progress), trial)));
  }

  /// Data that a template reads are in memory a second time while it does.
  private Request reserved(long bytes, Rendering rendering) throws InterruptedException {
    if (!outside.budget().tryTake(bytes)) {
      throw new NothingTried("there is no memory to read the event's data");
    }
    try {
      return rendering.run();
    } finally {
      outside.budget().give(bytes);
    }
  }

  private interface Rendering {
    Request run() throws InterruptedException;
  }

  private Rendered rendered(
      Event event, Subscription subscription, Trial trial, Progress progress) {
    DeliveryId id = trial.delivery().id();
    Rendered body = Renderer.render(outside.directory().eventTypes(), event, subscription, id);
    if (!progress.rendered().test(body.bytesBeside(event.payload()))) {
      throw new NothingTried("there is no memory for the body");
    }
    return body;
  }

  private Request signed(Rendered body, Trial trial) {
    return requests.request(trial.letter(body), trial.endpoint(), trial.started());
  }

  private Event load(Job job, Progress progress) {
    if (job.event() != null) {
      return job.event();
    }
    EventId id = job.delivery().event();
    Event event = read(() -> outside.work().event(id), id);
    progress.loaded().accept(event);
    return event;
  }

  private Subscription pinned(Pin pin) {
    return read(() -> outside.directory().pinned(pin), pin);
  }

  private <T> T read(Supplier<Optional<T>> query, Object what) {
    try {
      return query.get().orElseThrow(() -> new IllegalStateException(what + " is not there"));
    } catch (RuntimeException e) {
      if (e instanceof StoreException || !outside.work().writable()) {
        throw new NothingTried(what + " cannot be read at present", e);
      }
      throw e;
    }
  }

  /// The age of a delivery runs from its event's acceptance, of which the event's id tells, or from
  /// when its endpoint was last enabled or released, whichever is later: so it never runs while
  /// held.
  private Judgement judge(Trial trial) {
    Instant accepted = Ids.time(trial.delivery().event().value());
    Instant enabled = outside.directory().enabledSince(trial.endpoint().id());
    Instant released = outside.directory().holding().runsSince(trial.delivery());
    Instant since = later(released, later(enabled, accepted));
    var when =
        new RetryPolicy.Case(
            trial.delivery(), trial.endpoint().retry(), since, outside.clock().instant());
    return RetryPolicy.judge(trial.outcome(), trial.endpoint().errorRules(), when, outside.dice());
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static void log(AttemptReport report, Judgement judgement) {
    Level level = judgement.verdict() instanceof Verdict.Done ? Level.DEBUG : Level.INFO;
    if (!LOG.isEnabledForLevel(level)) {
      return;
    }
    LOG.atLevel(level)
        .log(
            "attempt delivery={} number={} outcome={} status={} detail=\"{}\" ms={} verdict={} lane={} rule=\"{}\"",
            report.delivery(),
            report.number(),
            report.outcome().kind(),
            report.outcome() instanceof Outcome.Answered answer ? answer.status() : 0,
            report.outcome().detail().replaceAll("[\\p{Cntrl}\"]", " "),
            report.timings().total().toMillis(),
            judgement.verdict(),
            judgement.lane(),
            judgement.rule().replaceAll("[\\p{Cntrl}\"]", " "));
  }
}
