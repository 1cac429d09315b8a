package dev.posthouse;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A platform thread that does the same step until it is told to end. A step that throws is told in
/// the log, and the loop goes on: nothing that can be mended may end it.
final class Loop {
  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

  private final Thread thread;
  private volatile boolean ending;

  /// One turn: works, and waits where there is nothing to do.
  @FunctionalInterface
  interface Turn {
    void take() throws InterruptedException;
  }

  private Loop(String name, Turn turn) {
    thread = Thread.ofPlatform().name(name).daemon(true).unstarted(() -> run(name, turn));
  }

  static Loop start(String name, Turn turn) {
    var loop = new Loop(name, turn);
    loop.thread.start();
    return loop;
  }

  private void run(String name, Turn turn) {
    while (!ending) {
      try {
        turn.take();
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException | Error e) {
        LOG.error("loop={} result=failed", name, e);
      }
    }
  }

  /// Ends after the turn that is running; the caller wakes it if it waits.
  void end() {
    ending = true;
  }

  void join() throws InterruptedException {
    thread.join();
  }

  /// Lets one thread wait until a moment, and any other wake it earlier. A wake while nobody waits
  /// is remembered.
  static final class Bell {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition rung = lock.newCondition();
    // Guarded by lock.
    private boolean ringing;

    void ring() {
      lock.lock();
      try {
        ringing = true;
        rung.signal();
      } finally {
        lock.unlock();
      }
    }

    void await(long nanos) throws InterruptedException {
      lock.lock();
      try {
        long left = nanos;
        while (!ringing && left > 0) {
          left = rung.awaitNanos(left);
        }
        ringing = false;
      } finally {
        lock.unlock();
      }
    }
  }
}
