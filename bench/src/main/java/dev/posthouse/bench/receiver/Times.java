package dev.posthouse.bench.receiver;

import java.util.HashMap;
import java.util.Map;

/// When attempts failed, by the number of their event.
final class Times {
  private final Map<Long, Long> times = new HashMap<>();

  void put(long number, long micros) {
    times.put(number, micros);
  }

  /// 0 if there is none.
  long remove(long number) {
    Long time = times.remove(number);
    return time == null ? 0 : time;
  }
}
