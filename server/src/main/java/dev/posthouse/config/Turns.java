package dev.posthouse.config;

import dev.posthouse.work.Tasks;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/// Lets one change at a time through, in order of arrival. A lock that waits as all waiting of this
/// house does, and that may be held across the database.
final class Turns {
  private final Tasks tasks;
  private final AtomicReference<CompletableFuture<Void>> last =
      new AtomicReference<>(CompletableFuture.completedFuture(null));

  Turns(Tasks tasks) {
    this.tasks = tasks;
  }

  interface Action<T> {
    T run() throws InterruptedException;
  }

  <T> T take(Action<T> action) throws InterruptedException {
    var mine = new CompletableFuture<Void>();
    CompletableFuture<Void> before = last.getAndSet(mine);
    try {
      tasks.await(before);
      return action.run();
    } finally {
      var _ = before.thenRun(() -> mine.complete(null));
    }
  }
}
