package dev.posthouse.work;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Lets a task that looks for something again and again wait between two looks.
public final class Pause {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition over = lock.newCondition();

  public void await(Duration length) throws InterruptedException {
    lock.lock();
    try {
      for (long left = length.toNanos(); left > 0; ) {
        left = over.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }
}
