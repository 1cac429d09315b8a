package dev.posthouse.work;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// Where tasks run and wait. The product runs each on a virtual thread; a simulation gives each a
/// thread too but lets one run at a time and passes the turn only here.
public interface Tasks {
  void start(String name, Runnable task);

  /// Waits for the result, letting others run.
  ///
  /// @throws java.util.concurrent.CompletionException with the cause if the result is a failure
  <T> T await(CompletableFuture<T> result) throws InterruptedException;

  /// Lets others run for so long.
  default void rest(Duration length) throws InterruptedException {
    new Pause().await(length);
  }
}
