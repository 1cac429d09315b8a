package dev.posthouse.work;

import java.util.concurrent.atomic.AtomicLong;

/// The memory that work in flight may hold, in bytes: bodies being accepted, waiting in lanes,
/// being sent. Raw bytes count once, parsed or rendered ones [#PARSED] times. Taking never waits:
/// who gets nothing answers 503 or leaves the work in the database.
public final class Budget {
  /// What a parsed or rendered JSON tree takes for each byte of text.
  public static final int PARSED = 8;

  private final long limit;
  private final AtomicLong used = new AtomicLong();

  public Budget(long limit) {
    this.limit = limit;
  }

  /// Takes `bytes` if they are to be had; the caller gives them back exactly once.
  public boolean tryTake(long bytes) {
    return tryTake(bytes, 0);
  }

  /// Takes `bytes` if `spare` more are left free.
  public boolean tryTake(long bytes, long spare) {
    long before = used.get();
    while (before + bytes + spare <= limit) {
      if (used.compareAndSet(before, before + bytes)) {
        return true;
      }
      before = used.get();
    }
    return false;
  }

  public void give(long bytes) {
    used.addAndGet(-bytes);
  }

  public long used() {
    return used.get();
  }

  public long limit() {
    return limit;
  }
}
