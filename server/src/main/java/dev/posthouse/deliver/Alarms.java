package dev.posthouse.deliver;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/// When which lane wants to be looked at, soonest first. A lane has at most one alarm.
final class Alarms {
  private record Alarm(Instant time, long number) implements Comparable<Alarm> {
    @Override
    public int compareTo(Alarm other) {
      int byTime = time.compareTo(other.time);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  private final ReentrantLock lock = new ReentrantLock();

  /// Guarded by `lock`: tells alarms of the same moment apart.
  private long set;

  /// Guarded by `lock`.
  private final TreeMap<Alarm, Lane> soonest = new TreeMap<>();

  /// Guarded by `lock`: the alarm of each lane.
  private final Map<Lane, Alarm> alarms = new HashMap<>();

  /// Sees to it that `lane` is woken at `time` or sooner. An alarm that is set too soon costs one
  /// look; one that is set too late would lose a delivery's turn, so an alarm is never put off.
  ///
  /// @return whether nothing else is sooner, so that the timer must wake sooner
  boolean atLatest(Lane lane, Instant time) {
    lock.lock();
    try {
      Alarm before = alarms.get(lane);
      if (before != null && !before.time().isAfter(time)) {
        return false;
      }
      if (before != null) {
        soonest.remove(before);
      }
      var alarm = new Alarm(time, set++);
      alarms.put(lane, alarm);
      soonest.put(alarm, lane);
      return soonest.firstKey().equals(alarm);
    } finally {
      lock.unlock();
    }
  }

  /// Takes the lanes whose time has come.
  List<Lane> due(Instant now) {
    lock.lock();
    try {
      var due = new ArrayList<Lane>();
      while (!soonest.isEmpty() && !soonest.firstKey().time().isAfter(now)) {
        Lane lane = soonest.pollFirstEntry().getValue();
        alarms.remove(lane);
        due.add(lane);
      }
      return due;
    } finally {
      lock.unlock();
    }
  }

  Optional<Instant> next() {
    lock.lock();
    try {
      return soonest.isEmpty() ? Optional.empty() : Optional.of(soonest.firstKey().time());
    } finally {
      lock.unlock();
    }
  }
}
