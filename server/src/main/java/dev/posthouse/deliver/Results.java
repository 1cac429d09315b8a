package dev.posthouse.deliver;

import dev.posthouse.event.DeliveryId;
import dev.posthouse.store.Settled;
import dev.posthouse.work.Tasks;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the ledger says of the results that it was given. One commit answers many: a single task
/// takes them all, and no attempt has to be woken for its own.
final class Results {
  private static final Logger LOG = LoggerFactory.getLogger(Results.class);

  private final Tasks tasks;
  private final Consumer<Result> taker;
  private final Runnable taken;
  private final Queue<Result> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean taking = new AtomicBoolean();

  /// The result of an attempt, written or not.
  ///
  /// @param settled null if it could not be written, then `failure` says why
  record Result(
      Lane lane,
      Lane.Departure departure,
      Attempt.Ended ended,
      @Nullable Settled settled,
      @Nullable Throwable failure) {}

  /// @param taker takes one result, never two at once
  /// @param taken told when some have been taken
  Results(Tasks tasks, Consumer<Result> taker, Runnable taken) {
    this.tasks = tasks;
    this.taker = taker;
    this.taken = taken;
  }

  /// Returns at once; the ledger's writer need do no more than put the answer down.
  void expect(Lane lane, Lane.Departure departure, Attempt.Ended ended) {
    var _ =
        ended
            .settled()
            .whenComplete(
                (settled, failure) -> add(new Result(lane, departure, ended, settled, failure)));
  }

  private void add(Result result) {
    waiting.add(result);
    takeWaiting();
  }

  private void takeWaiting() {
    if (!waiting.isEmpty() && taking.compareAndSet(false, true)) {
      tasks.start("results", this::take);
    }
  }

  private void take() {
    try {
      for (Result next = waiting.poll(); next != null; next = waiting.poll()) {
        take(next);
      }
      taken.run();
    } finally {
      taking.set(false);
      takeWaiting(); // what has come meanwhile saw that they were being taken
    }
  }

  private void take(Result result) {
    try {
      taker.accept(result);
    } catch (RuntimeException | Error e) {
      DeliveryId id = result.departure().job().delivery().id();
      LOG.error("settle delivery={} result=not_taken", id, e);
    }
  }
}
