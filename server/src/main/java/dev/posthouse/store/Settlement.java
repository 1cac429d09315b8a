package dev.posthouse.store;

import dev.posthouse.event.OpenDelivery;
import dev.posthouse.event.OpenDelivery.Mark;
import dev.posthouse.event.State;
import dev.posthouse.event.Verdict;
import java.time.Instant;
import java.util.Optional;

/// What a settle does to a delivery, decided from the row as it is now: the state table of
/// deliveries, pure. The writer carries it out.
sealed interface Settlement {
  /// The row is not the one the attempt began with: nothing is written.
  record MovedOn() implements Settlement {}

  /// The row's next state; empty when it goes.
  ///
  /// @param end the delivery becomes final
  /// @param redelivered a final delivery has been delivered by a manual retry
  record Written(Optional<OpenDelivery> row, Optional<FinalDelivery> end, boolean redelivered)
      implements Settlement {}

  static Settlement decide(Optional<OpenDelivery> now, Settle settle, Instant at) {
    OpenDelivery seen = settle.delivery();
    if (now.isEmpty()
        || now.get().attempts() != seen.attempts()
        || now.get().owner() != seen.owner()) {
      return new MovedOn();
    }
    OpenDelivery row = now.get();
    if (row.mark() == Mark.CANCEL && !(settle.verdict() instanceof Verdict.Done)) {
      return ended(row, State.CANCELLED, FinalDelivery.CANCELLED_BY_HAND, at);
    }
    return seen.manual() ? manual(row, settle.verdict(), at) : scheduled(row, settle.verdict(), at);
  }

  private static Settlement scheduled(OpenDelivery row, Verdict verdict, Instant at) {
    return switch (verdict) {
      case Verdict.Retry retry -> stays(rescheduled(row, retry.due()));
      case Verdict.Done done -> ended(row, State.DELIVERED, "", at);
      case Verdict.Failed failed -> ended(row, State.FAILED, failed.reason().word(), at);
    };
  }

  /// A failure of a manual attempt changes neither the schedule nor a final state.
  private static Settlement manual(OpenDelivery row, Verdict verdict, Instant at) {
    OpenDelivery spent = attempted(row, row.extra() - 1, row.mark());
    boolean success = verdict instanceof Verdict.Done;
    if (row.mark() == Mark.AGAIN) {
      Optional<OpenDelivery> left = spent.manual() ? Optional.of(spent) : Optional.empty();
      return new Written(left, Optional.empty(), success);
    }
    return success ? ended(spent, State.DELIVERED, "", at, spent.attempts()) : stays(spent);
  }

  private static Settlement stays(OpenDelivery row) {
    return new Written(Optional.of(row), Optional.empty(), false);
  }

  private static Settlement ended(OpenDelivery row, State state, String reason, Instant at) {
    return ended(row, state, reason, at, row.attempts() + 1);
  }

  /// The row goes, unless manual attempts are still wanted: those then run on the final delivery.
  private static Settlement ended(
      OpenDelivery row, State state, String reason, Instant at, int attempts) {
    var end = new FinalDelivery(row, state, reason, attempts, at);
    if (!row.manual() || row.mark() == Mark.CANCEL) {
      return new Written(Optional.empty(), Optional.of(end), false);
    }
    var again =
        new OpenDelivery(
            row.id(),
            row.tenant(),
            row.endpoint(),
            row.pin(),
            Instant.EPOCH,
            attempts,
            row.counted(),
            row.extra(),
            0,
            Mark.AGAIN);
    return new Written(Optional.of(again), Optional.of(end), false);
  }

  private static OpenDelivery attempted(OpenDelivery row, int extra, Mark mark) {
    return new OpenDelivery(
        row.id(),
        row.tenant(),
        row.endpoint(),
        row.pin(),
        row.due(),
        row.attempts() + 1,
        row.counted(),
        extra,
        0,
        mark);
  }

  private static OpenDelivery rescheduled(OpenDelivery row, Instant due) {
    return new OpenDelivery(
        row.id(),
        row.tenant(),
        row.endpoint(),
        row.pin(),
        due,
        row.attempts() + 1,
        row.counted() + 1,
        row.extra(),
        0,
        row.mark());
  }
}
