package dev.posthouse.web;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/// Publishes that were turned away, by the stable code of the problem they were told.
public final class RefusalCounts {
  private final Map<String, LongAdder> byCode = new ConcurrentHashMap<>();

  void count(String code) {
    byCode.computeIfAbsent(code, c -> new LongAdder()).increment();
  }

  public Map<String, Long> byCode() {
    return byCode.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().sum()));
  }
}
