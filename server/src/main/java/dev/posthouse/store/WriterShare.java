package dev.posthouse.store;

import dev.posthouse.work.Tasks;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// What can wait takes a fifth of the writer's time at most: after each change it rests four times
/// as long as the writer was at it.
public final class WriterShare {
  private static final int RESTS = 4;

  private final Tasks tasks;
  private final WriterCounts counts;

  public WriterShare(Tasks tasks, WriterCounts counts) {
    this.tasks = tasks;
    this.counts = counts;
  }

  /// Asks for one change, waits for it, and rests. Changes of others that came in between count
  /// too.
  public <T> T await(Supplier<CompletableFuture<T>> change) throws InterruptedException {
    long before = counts.changeNanos.sum();
    T result = tasks.await(change.get());
    long took = counts.changeNanos.sum() - before;
    counts.sharedNanos.add(took);
    if (took > 0) {
      tasks.rest(Duration.ofNanos(RESTS * took));
    }
    return result;
  }
}
