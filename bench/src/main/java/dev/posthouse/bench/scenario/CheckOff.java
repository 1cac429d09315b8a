package dev.posthouse.bench.scenario;

import dev.posthouse.bench.part.Await;
import dev.posthouse.bench.part.Counters;
import dev.posthouse.bench.part.ReceiverProcess;
import dev.posthouse.bench.part.ServerProcess;
import dev.posthouse.bench.result.Result;
import java.time.Duration;

/// Checks every accepted event off: waits until all have arrived, then counts what did not, what
/// came twice, what came out of order.
final class CheckOff {
  private static final Duration LONGEST_DRAIN = Duration.ofMinutes(2);
  private static final Duration STANDSTILL = Duration.ofSeconds(15);
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  private static final String STORED = "posthouse_events_accepted_total";

  private final ServerProcess server;
  private final ReceiverProcess receiver;

  CheckOff(ServerProcess server, ReceiverProcess receiver) {
    this.server = server;
    this.receiver = receiver;
  }

  /// @param answered publishes that were answered 202, which the server must have stored
  /// @param fanOut deliveries that an event causes
  void all(Result result, long answered, int fanOut) throws InterruptedException {
    long began = System.nanoTime();
    await(fanOut);
    result.figure("drain_s", (System.nanoTime() - began) / 1e9);
    count(result, answered, fanOut);
  }

  /// Counts what is there now.
  void count(Result result, long answered, int fanOut) throws InterruptedException {
    long stored = stored();
    ReceiverProcess.Counts counts = receiver.counts();
    result.count("events", stored).count("arrived", counts.distinct());
    long open = (long) server.counters().value("posthouse_backlog");
    long missing = Math.max(0, stored * fanOut - counts.distinct());
    result.count("open", Math.min(open, missing));
    result.count("lost", Math.max(0, missing - open) + Math.max(0, answered - stored));
    result.count("duplicates", counts.duplicates()).count("disorder", counts.disorder());
    result.count("signatures", counts.good() + counts.bad()).count("forged", counts.bad());
  }

  private long stored() throws InterruptedException {
    return (long) server.counters().value(STORED);
  }

  /// What was there when somebody last looked.
  private static final class Seen {
    long stored = -1;
    long arrived = -1;
    long arrivedAt = System.nanoTime();
  }

  /// Whether no publish is on its way any more: also those whose publisher has hung up are stored.
  private boolean settled(Seen last) throws InterruptedException {
    Counters counters = server.counters();
    long stored = (long) counters.value(STORED);
    boolean same = stored == last.stored;
    last.stored = stored;
    return same && counters.value("posthouse_appends_waiting") == 0;
  }

  /// Until all is there, or nothing has come for a while.
  void await(int fanOut) throws InterruptedException {
    var last = new Seen();
    Await.within(
        LONGEST_DRAIN,
        LOOK_EVERY,
        () -> {
          long arrived = receiver.counts().distinct();
          if (arrived != last.arrived) {
            last.arrived = arrived;
            last.arrivedAt = System.nanoTime();
          }
          boolean still = System.nanoTime() - last.arrivedAt > STANDSTILL.toNanos();
          return still || (settled(last) && arrived >= last.stored * fanOut);
        });
  }
}
