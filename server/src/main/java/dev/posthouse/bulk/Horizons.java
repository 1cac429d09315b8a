package dev.posthouse.bulk;

import dev.posthouse.access.Keeping;
import dev.posthouse.store.StatBytes;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Says sizes as times: how far back the newest events of a tenant reach that its sizes have room
/// for.
final class Horizons {
  /// An event counts when it is written, which may be in the minute after the one when it came.
  private static final Duration WRITTEN_WITHIN = Duration.ofMinutes(1);

  private Horizons() {}

  /// For each size that is passed, by what is kept together ([Keeping#together]), the time before
  /// which all goes. The minute, hour or day in which it is passed stays whole. Data that have gone
  /// by their age take no room.
  ///
  /// @param counted the newest first
  /// @param payloads how long data are kept where the tenant does not say it
  static Map<String, Instant> of(
      Keeping keeping, List<StatBytes> counted, Optional<Duration> payloads, Instant now) {
    var sums = new HashMap<String, Long>();
    var horizons = new TreeMap<String, Instant>();
    for (StatBytes line : counted) {
      Keeping.Span span = keeping.of(line.type());
      Optional<Instant> whole = span.payloads().or(() -> payloads).map(now::minus);
      boolean there = whole.filter(since -> !line.end().isAfter(since)).isEmpty();
      if (span.size().isPresent() && there) {
        String together = keeping.together(line.type());
        long sum = sums.merge(together, line.bytes(), Long::sum);
        if (sum > span.size().get()) {
          horizons.putIfAbsent(together, line.start().minus(WRITTEN_WITHIN));
        }
      }
    }
    return horizons;
  }
}
