package dev.posthouse.accept;

import dev.posthouse.access.Policy.Decision;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/// Events that were not as described, by type and by what was decided about them.
public final class InvalidCounts {
  /// The type of events whose type nobody has described; names of types are not as short.
  static final String UNKNOWN = "";

  /// Where tenants have more types than this, the others are counted together.
  static final int MOST_TYPES = 200;

  private static final String OTHERS = "*";

  private final Map<Kind, LongAdder> counts = new ConcurrentHashMap<>();

  /// @param type empty for unknown ones, `*` for those that are not counted apart
  /// @param decision `warn` or `refuse`
  public record Kind(String type, String decision) {}

  void count(String type, Decision decision) {
    var kind = new Kind(type, decision.word());
    LongAdder known = counts.get(kind);
    if (known == null) {
      var counted = counts.size() < 2 * MOST_TYPES ? kind : new Kind(OTHERS, decision.word());
      known = counts.computeIfAbsent(counted, ignored -> new LongAdder());
    }
    known.increment();
  }

  public Map<Kind, Long> byKind() {
    return counts.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().sum()));
  }
}
