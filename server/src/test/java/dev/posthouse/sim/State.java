package dev.posthouse.sim;

import dev.posthouse.event.OpenDelivery.Mark;
import java.util.Optional;
import java.util.stream.Stream;

/// A state that the design allows a delivery, and the ways that lead out of it.
///
/// @param end empty while it is not final
/// @param endedWith how many attempts it had when it became final, or was delivered after that
record State(Optional<Open> open, String end, int endedWith) {
  static final String DELIVERED = "delivered";
  private static final String BY_HAND = "cancelled: by_hand";
  private static final String REMOVED = "cancelled: endpoint_removed";
  private static final String FULL = "failed: backlog_full";

  /// Open work.
  record Open(int attempts, int counted, int extra, Mark mark, Window due) {}

  /// How a delivery may begin.
  static Stream<State> births() {
    return Stream.of(
        new State(Optional.of(new Open(0, 0, 0, Mark.NONE, Window.ANY)), "", 0),
        new State(Optional.empty(), REMOVED, 0),
        new State(Optional.empty(), FULL, 0));
  }

  static State of(Seen seen) {
    Optional<Open> open =
        seen.open()
            ? Optional.of(
                new Open(
                    seen.attempts(),
                    seen.counted(),
                    seen.extra(),
                    seen.mark(),
                    Window.at(seen.due())))
            : Optional.empty();
    return new State(open, seen.end(), seen.endedWith());
  }

  boolean allows(Seen seen) {
    boolean same = end.equals(seen.end()) && endedWith == seen.endedWith();
    return same && open.map(row -> allows(row, seen)).orElse(!seen.open());
  }

  private static boolean allows(Open row, Seen seen) {
    return seen.open()
        && row.attempts() == seen.attempts()
        && row.counted() == seen.counted()
        && row.extra() == seen.extra()
        && row.mark() == seen.mark()
        && seen.now() == row.extra() > 0
        && (row.mark() == Mark.AGAIN || row.due().holds(seen.due()));
  }

  /// A person wants one more attempt, in whatever state.
  ///
  /// @param last the number of the last attempt
  State wanted(int last) {
    Open row = open.orElseGet(() -> new Open(last, 0, 0, Mark.AGAIN, Window.ANY));
    return with(new Open(row.attempts, row.counted, row.extra + 1, row.mark, row.due));
  }

  /// A person cancels: at once, or by a mark that takes effect later.
  Stream<State> cancelled() {
    return cancellable()
        .flatMap(row ->
            Stream.of(
                ended(BY_HAND, row.attempts),
                with(new Open(row.attempts, row.counted, row.extra, Mark.CANCEL, row.due))));
  }

  /// A marked delivery is ended without being sent.
  Stream<State> dropped() {
    return cancellable()
        .filter(row -> row.mark == Mark.CANCEL)
        .map(row -> ended(BY_HAND, row.attempts));
  }

  private Stream<Open> cancellable() {
    return open.filter(row -> row.mark != Mark.AGAIN).stream();
  }

  /// Its endpoint is gone.
  Stream<State> removed() {
    return open.stream()
        .map(row ->
            row.mark == Mark.AGAIN
                ? new State(Optional.empty(), end, endedWith)
                : ended(REMOVED, row.attempts));
  }

  /// An attempt was written.
  Stream<State> tried(Tried tried) {
    return open.stream()
        .filter(row -> tried.number() == row.attempts + 1)
        .flatMap(row -> tried.manual() ? manual(row, tried) : scheduled(row, tried));
  }

  private Stream<State> scheduled(Open row, Tried tried) {
    if (row.mark == Mark.AGAIN) {
      return Stream.empty();
    }
    if (row.mark == Mark.CANCEL && !tried.success()) {
      return Stream.of(ended(BY_HAND, tried.number()));
    }
    if (tried.success()) {
      return Stream.of(over(row, DELIVERED, tried.number()));
    }
    return tried.verdicts(row.counted + 1).stream().map(verdict -> obeyed(row, tried, verdict));
  }

  private State obeyed(Open row, Tried tried, Schedule.Verdict verdict) {
    return switch (verdict) {
      case Schedule.Verdict.GivenUp givenUp ->
          over(row, "failed: " + givenUp.why(), tried.number());
      case Schedule.Verdict.Again again ->
          with(new Open(tried.number(), row.counted + 1, row.extra, row.mark, again.due()));
    };
  }

  /// A failure of a manual attempt changes neither the schedule nor a final state.
  private Stream<State> manual(Open row, Tried tried) {
    if (row.extra == 0) {
      return Stream.empty();
    }
    if (row.mark == Mark.CANCEL && !tried.success()) {
      return Stream.of(ended(BY_HAND, tried.number()));
    }
    var spent = new Open(tried.number(), row.counted, row.extra - 1, row.mark, row.due);
    if (row.mark != Mark.AGAIN) {
      return Stream.of(tried.success() ? over(spent, DELIVERED, tried.number()) : with(spent));
    }
    Optional<Open> left = spent.extra > 0 ? Optional.of(spent) : Optional.empty();
    return Stream.of(
        tried.success()
            ? new State(left, DELIVERED, tried.number())
            : new State(left, end, endedWith));
  }

  /// Final; what people still want of it stays as open work.
  private static State over(Open row, String end, int attempts) {
    boolean left = row.extra > 0 && row.mark != Mark.CANCEL;
    Optional<Open> again =
        left
            ? Optional.of(new Open(attempts, row.counted, row.extra, Mark.AGAIN, Window.ANY))
            : Optional.empty();
    return new State(again, end, attempts);
  }

  private static State ended(String end, int attempts) {
    return new State(Optional.empty(), end, attempts);
  }

  private State with(Open row) {
    return new State(Optional.of(row), end, endedWith);
  }
}
