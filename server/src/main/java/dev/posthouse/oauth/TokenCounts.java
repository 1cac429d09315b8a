package dev.posthouse.oauth;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// How often tokens were asked for since the start, by what came of it.
public final class TokenCounts {
  private final Map<Result, LongAdder> counts = new EnumMap<>(Result.class);

  TokenCounts() {
    for (Result result : Result.values()) {
      counts.put(result, new LongAdder());
    }
  }

  /// What came of asking.
  public enum Result {
    OK,
    /// The authorization server answered, but gave none.
    REFUSED,
    /// It could not be asked.
    UNREACHED,
    /// What it gave could not be stored.
    NOT_STORED;

    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  void count(Result result) {
    counts.getOrDefault(result, new LongAdder()).increment();
  }

  public long of(Result result) {
    return counts.getOrDefault(result, new LongAdder()).sum();
  }
}
