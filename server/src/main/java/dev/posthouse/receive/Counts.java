package dev.posthouse.receive;

import dev.posthouse.json.Json;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import tools.jackson.databind.node.ObjectNode;

/// What one source has taken and refused since the server started. For any number of threads.
final class Counts {
  private static final int HOUR = 60;

  final LongAdder stored = new LongAdder();
  final LongAdder duplicates = new LongAdder();

  /// Duplicates whose content differs from that of the first.
  final LongAdder differing = new LongAdder();

  /// When something was stored or found stored already, in milliseconds; 0: never.
  final AtomicLong last = new AtomicLong();

  /// Since when it is silent that should not be, in milliseconds; 0: it is not.
  final AtomicLong silentSince = new AtomicLong();

  private final Rates rates = new Rates();
  private final ConcurrentMap<String, LongAdder> refused = new ConcurrentHashMap<>();

  /// @param again how many were there already, `other` of them with another content
  void stored(int fresh, int again, int other, Instant now) {
    stored.add(fresh);
    duplicates.add(again);
    differing.add(other);
    last.set(now.toEpochMilli());
    rates.add((long) fresh + again, now.toEpochMilli());
  }

  void refused(String reason) {
    refused.computeIfAbsent(reason, none -> new LongAdder()).increment();
  }

  ObjectNode json(Instant now) {
    ObjectNode json = Json.object();
    put(json, "lastEvent", last.get());
    put(json, "silentSince", silentSince.get());
    json.put("lastMinute", rates.last(1, now.toEpochMilli()));
    json.put("lastHour", rates.last(HOUR, now.toEpochMilli()));
    json.put("stored", stored.sum());
    json.put("duplicates", duplicates.sum());
    json.put("differing", differing.sum());
    ObjectNode reasons = json.putObject("refused");
    refused().forEach(reasons::put);
    return json;
  }

  private static void put(ObjectNode json, String name, long millis) {
    json.put(name, millis == 0 ? null : Instant.ofEpochMilli(millis).toString());
  }

  /// How often each reason was given.
  Map<String, Long> refused() {
    var counts = new TreeMap<String, Long>();
    refused.forEach((reason, count) -> counts.put(reason, count.sum()));
    return counts;
  }
}
