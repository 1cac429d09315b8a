package dev.posthouse.sim;

import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.EndpointId;
import dev.posthouse.work.Rate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What endpoints may be sent: never more at once than they take, never faster than their rate,
/// nothing while they asked for silence, and of one delivery always the same bytes.
public final class Traffic {
  private final Map<EndpointId, Line> lines = new HashMap<>();
  private final Map<DeliveryId, byte[]> bodies = new HashMap<>();

  /// An endpoint's limits, and when they were last changed.
  private static final class Line {
    private int concurrency;
    private int concurrencyBefore;
    private Optional<Rate> rate = Optional.empty();
    private long revision = -1;
    private Duration changed = Duration.ZERO;
    private Instant closedUntil = Instant.MIN;
    private Duration closedSince = Duration.ZERO;
    private final List<Instant> starts = new ArrayList<>();

    /// Attempts that were begun under the limits before may still leave in the same moment.
    private int concurrencyAt(Duration elapsed) {
      return elapsed.equals(changed) ? Math.max(concurrency, concurrencyBefore) : concurrency;
    }
  }

  /// A request that leaves now.
  ///
  /// @param onTheWire how many the endpoint has with this one
  /// @param now as the wall clock has it
  /// @param elapsed as time really passed
  public record Departure(
      DeliveryId delivery,
      EndpointId to,
      byte[] body,
      int onTheWire,
      Instant now,
      Duration elapsed) {}

  /// An endpoint's limits as they are now.
  public record Limits(long revision, int concurrency, Optional<Rate> rate) {}

  public void configured(EndpointId endpoint, Limits limits, Duration elapsed) {
    Line line = lines.computeIfAbsent(endpoint, id -> new Line());
    if (line.revision == limits.revision && line.rate.equals(limits.rate)) {
      return;
    }
    boolean moved = !line.changed.equals(elapsed);
    line.concurrencyBefore =
        moved ? line.concurrency : Math.max(line.concurrency, line.concurrencyBefore);
    line.revision = limits.revision;
    line.concurrency = limits.concurrency;
    if (!line.rate.equals(limits.rate)) {
      line.starts.clear();
    }
    line.rate = limits.rate;
    line.changed = elapsed;
    line.closedUntil = Instant.MIN;
  }

  /// The receiver asked for silence; what is on its way already may still arrive.
  public void closed(EndpointId endpoint, Instant until, Duration elapsed) {
    Line line = lines.computeIfAbsent(endpoint, id -> new Line());
    if (until.isAfter(line.closedUntil)) {
      line.closedUntil = until;
      line.closedSince = elapsed;
    }
  }

  /// What was remembered of the past is void: the process is new, or the clock was set.
  public void forget() {
    lines
        .values()
        .forEach(line -> {
          line.starts.clear();
          line.closedUntil = Instant.MIN;
        });
  }

  /// Returns what is wrong with a departure, if anything is. What leaves in the moment of a change
  /// may have been begun under the rate before.
  public Optional<String> departs(Departure departure) {
    Line line = lines.computeIfAbsent(departure.to, id -> new Line());
    byte[] before = bodies.putIfAbsent(departure.delivery, departure.body);
    if (before != null && !Arrays.equals(before, departure.body)) {
      return Optional.of("another body than the attempts before");
    }
    if (departure.onTheWire > line.concurrencyAt(departure.elapsed)) {
      return Optional.of(departure.onTheWire + " at once, the endpoint takes " + line.concurrency);
    }
    if (line.closedUntil.isAfter(departure.now)
        && departure.elapsed.compareTo(line.closedSince) > 0) {
      return Optional.of("sent before " + line.closedUntil + ", as the receiver asked");
    }
    boolean begunBefore = departure.elapsed.equals(line.changed);
    return begunBefore
        ? Optional.empty()
        : line.rate.flatMap(rate -> tooFast(line, rate, departure.now));
  }

  private static Optional<String> tooFast(Line line, Rate rate, Instant now) {
    line.starts.add(now);
    int before = line.starts.size() - 1 - rate.starts();
    boolean fast = before >= 0 && !line.starts.get(before).plus(rate.window()).isBefore(now);
    return fast
        ? Optional.of("more than " + rate.text() + " since " + line.starts.get(before))
        : Optional.empty();
  }
}
