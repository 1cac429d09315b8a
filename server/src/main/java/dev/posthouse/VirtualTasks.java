package dev.posthouse;

import dev.posthouse.work.Tasks;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/// Each task on a virtual thread.
final class VirtualTasks implements Tasks {
  @Override
  public void start(String name, Runnable task) {
    Thread.startVirtualThread(task);
  }

  @Override
  public <T> T await(CompletableFuture<T> result) throws InterruptedException {
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw new CompletionException(e.getCause());
    }
  }
}
