package dev.posthouse.webhooks.receive;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Remembers in memory: for one process, and until it ends. Events are handled at least once, since
/// a provider may send again what was handled before a restart.
public final class MemoryInbox implements Inbox<Inbox.NoTransaction> {
  /// How many keys are remembered if nothing else is said: about 10 MB.
  public static final int MOST = 100_000;

  /// Longer than all known providers try again; the longest known is Stripe's three days.
  public static final Duration KEEP = Duration.ofDays(7);

  private final int most;
  private final Duration keep;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();

  /// When each key was handled, the oldest first; in the far future while it is being handled.
  /// Guarded by lock.
  private final Map<String, Instant> handled = new LinkedHashMap<>();

  public MemoryInbox() {
    this(MOST, KEEP);
  }

  /// @param most how many keys are remembered; then the oldest are forgotten
  /// @param keep how long a key is remembered
  /// @throws IllegalArgumentException if either is not above zero
  public MemoryInbox(int most, Duration keep) {
    if (most < 1 || keep.isNegative() || keep.isZero()) {
      throw new IllegalArgumentException("An inbox remembers at least one key for some time");
    }
    this.most = most;
    this.keep = keep;
  }

  /// A second request with a key waits until the first has ended, so it is never
  /// [Inbox.Taken#BUSY].
  @Override
  public Taken once(String key, Instant now, Work<Inbox.NoTransaction> work) throws Exception {
    if (!begin(key, now)) {
      return Taken.DUPLICATE;
    }
    boolean done = false;
    try {
      work.run(NoTransaction.NONE);
      done = true;
      return Taken.DONE;
    } finally {
      end(key, now, done);
    }
  }

  private boolean begin(String key, Instant now) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (Instant.MAX.equals(handled.get(key))) {
        ended.await();
      }
      Instant at = handled.get(key);
      if (at != null && at.plus(keep).isAfter(now)) {
        return false;
      }
      handled.put(key, Instant.MAX);
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void end(String key, Instant now, boolean done) {
    lock.lock();
    try {
      handled.remove(key);
      if (done) {
        handled.put(key, now);
        forget(now);
      }
      ended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// The oldest come first, but for those that are being handled.
  private void forget(Instant now) {
    Iterator<Instant> oldest = handled.values().iterator();
    int surplus = handled.size() - most;
    while (oldest.hasNext()) {
      Instant at = oldest.next();
      if (at.equals(Instant.MAX)) {
        continue;
      }
      if (surplus <= 0 && at.plus(keep).isAfter(now)) {
        return;
      }
      oldest.remove();
      surplus--;
    }
  }
}
