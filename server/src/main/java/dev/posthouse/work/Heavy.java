package dev.posthouse.work;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/// Runs work on bodies: on small ones at once, on large ones a few at a time on platform threads.
/// Virtual threads are not time-sliced, and two large bodies being parsed, rendered or signed would
/// hold both carriers of a small machine.
///
/// @param pool a few platform threads
public record Heavy(Tasks tasks, Executor pool) {
  /// Bodies above this, in bytes, count as large.
  public static final int LARGE = 256 * 1024;

  /// Returns what `work` returns and throws what it throws.
  public <T> T run(long bytes, Supplier<T> work) throws InterruptedException {
    if (bytes <= LARGE) {
      return work.get();
    }
    try {
      return tasks.await(CompletableFuture.supplyAsync(work, pool));
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException its) {
        throw its;
      }
      throw e;
    }
  }
}
