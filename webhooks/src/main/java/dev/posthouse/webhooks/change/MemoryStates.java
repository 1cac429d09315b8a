package dev.posthouse.webhooks.change;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Remembers in memory: for one process, and until it ends. After a restart every subject is
/// unknown again.
public final class MemoryStates implements StateStore {
  /// Below this nothing is cleared away.
  private static final int FEW = 1_000;

  private record Kept(Stored stored, Instant expires) {}

  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by lock.
  private final Map<String, Kept> states = new HashMap<>();
  private long revision;
  private int clearAt = FEW;

  @Override
  public Optional<Stored> load(String key, Instant now) {
    lock.lock();
    try {
      if (states.size() > clearAt) {
        states.values().removeIf(kept -> !kept.expires().isAfter(now));
        clearAt = Math.max(FEW, 2 * states.size());
      }
      Kept kept = states.get(key);
      if (kept != null && !kept.expires().isAfter(now)) {
        states.remove(key);
        return Optional.empty();
      }
      return Optional.ofNullable(kept).map(Kept::stored);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean replace(String key, Optional<Stored> before, String text, Instant expires) {
    lock.lock();
    try {
      Optional<Stored> there = Optional.ofNullable(states.get(key)).map(Kept::stored);
      boolean same = there.equals(before);
      if (same) {
        states.put(key, new Kept(new Stored(text, ++revision), expires));
      }
      return same;
    } finally {
      lock.unlock();
    }
  }
}
