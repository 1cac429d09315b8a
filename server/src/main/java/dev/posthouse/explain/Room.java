package dev.posthouse.explain;

import dev.posthouse.work.Budget;
import dev.posthouse.work.Heavy;
import java.util.Optional;
import java.util.function.Supplier;

/// Where events are looked at: large ones on the threads for large bodies, with memory from the
/// budget that publishing and delivering draw on too.
public record Room(Heavy heavy, Budget budget) {
  /// What `work` returns; empty if there is no memory for an event of this size at present.
  <T> Optional<T> with(int bytes, Supplier<T> work) throws InterruptedException {
    long parsed = bytes > Heavy.LARGE ? (long) bytes * Budget.PARSED : 0;
    if (!budget.tryTake(parsed)) {
      return Optional.empty();
    }
    try {
      return Optional.of(heavy.run(bytes, work));
    } finally {
      budget.give(parsed);
    }
  }
}
