package dev.posthouse.receive;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// The last requests that one source refused. A flood is sampled: of each reason a few a second are
/// kept, so that it neither costs much nor drives out what came before of other reasons at once.
final class Ring {
  static final int MOST = 100;

  /// Of one reason, in a second.
  static final int SAMPLES = 2;

  private static final Duration WINDOW = Duration.ofSeconds(1);

  private final ReentrantLock lock = new ReentrantLock();
  // Guarded by lock.
  private final Deque<Refused> newestFirst = new ArrayDeque<>();
  private final Map<String, Sampled> sampled = new HashMap<>();
  private boolean changed;

  private record Sampled(Instant since, int kept) {}

  /// Whether one more of this reason is to be kept; asked before it is put together.
  boolean wants(String reason, Instant now) {
    lock.lock();
    try {
      Sampled before = sampled.getOrDefault(reason, new Sampled(now, 0));
      boolean over = !now.isBefore(before.since().plus(WINDOW));
      Sampled after = over ? new Sampled(now, 1) : new Sampled(before.since(), before.kept() + 1);
      if (after.kept() <= SAMPLES) {
        sampled.put(reason, after);
      }
      return after.kept() <= SAMPLES;
    } finally {
      lock.unlock();
    }
  }

  void add(Refused refused) {
    lock.lock();
    try {
      newestFirst.addFirst(refused);
      if (newestFirst.size() > MOST) {
        newestFirst.removeLast();
      }
      changed = true;
    } finally {
      lock.unlock();
    }
  }

  /// What was stored before the start, newest first.
  void restore(List<Refused> stored) {
    lock.lock();
    try {
      stored.stream().limit(MOST - newestFirst.size()).forEach(newestFirst::addLast);
    } finally {
      lock.unlock();
    }
  }

  /// Newest first.
  List<Refused> list() {
    lock.lock();
    try {
      return new ArrayList<>(newestFirst);
    } finally {
      lock.unlock();
    }
  }

  /// All of it, if there is anything that was not stored yet; it counts as stored then.
  List<Refused> unstored() {
    lock.lock();
    try {
      List<Refused> all = changed ? List.copyOf(newestFirst) : List.of();
      changed = false;
      return all;
    } finally {
      lock.unlock();
    }
  }
}
