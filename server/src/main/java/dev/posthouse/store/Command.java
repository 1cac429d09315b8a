package dev.posthouse.store;

import dev.posthouse.event.Routed;
import dev.posthouse.event.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/// What waits for the writer, each with the handle that tells its caller the end.
sealed interface Command {
  CompletableFuture<?> done();

  /// Rows and bytes of a transaction that the command takes.
  int rows();

  long bytes();

  record OfAppend(
      Append append, TenantId tenant, int rows, long bytes, CompletableFuture<Appended> done)
      implements Command {
    /// A key and an event for each event, a row for each delivery and each key of a search.
    static int rows(Append append) {
      return append.events().stream().mapToInt(Command.OfAppend::rows).sum();
    }

    private static int rows(Routed routed) {
      return 2 + routed.deliveries().size() + routed.keys().size() + asked(routed);
    }

    /// A delivery and a remembered state.
    private static int asked(Routed routed) {
      return 2 * routed.questions().comparisons().size();
    }

    static OfAppend of(Append append) {
      var first = append.events().getFirst().event();
      long bytes = append.events().stream().mapToLong(r -> r.event().payload().size()).sum();
      return new OfAppend(append, first.tenant(), rows(append), bytes, new CompletableFuture<>());
    }

    void unavailable(Appended.Reason reason, Duration retryAfter) {
      done.complete(new Appended.Unavailable(reason, retryAfter));
    }
  }

  record OfSettle(Settle settle, CompletableFuture<Settled> done) implements Command {
    /// The open row, the final row, the attempt.
    static final int ROWS = 3;

    @Override
    public int rows() {
      return ROWS;
    }

    @Override
    public long bytes() {
      return 1_000;
    }
  }

  /// @param events are published with the change, if its result says so
  record OfChange<T>(
      Change<T> change, List<Routed> events, Predicate<T> publishes, CompletableFuture<T> done)
      implements Command {
    /// What a change did: the events that go with it, and how its result is told after the commit.
    record Applied(List<Routed> events, Runnable tell) {}

    Applied apply(Handle db) {
      T result = change.apply(db);
      return new Applied(publishes.test(result) ? events : List.of(), () -> done.complete(result));
    }

    @Override
    public int rows() {
      return 1;
    }

    @Override
    public long bytes() {
      return 0;
    }
  }
}
