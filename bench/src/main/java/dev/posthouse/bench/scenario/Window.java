package dev.posthouse.bench.scenario;

import dev.posthouse.bench.part.Counters;
import dev.posthouse.bench.part.GcPauses;
import dev.posthouse.bench.part.Procfs;
import dev.posthouse.bench.part.ReceiverProcess;
import dev.posthouse.bench.part.ServerProcess;
import dev.posthouse.bench.part.Store;
import dev.posthouse.bench.result.Result;

/// The measured part of a run: what all counters said when it began, against what they say at its
/// end.
final class Window {
  private static final double MB = 1024.0 * 1024;

  private final Parts parts;
  private final Reading before;

  /// What is read.
  record Parts(ServerProcess server, ReceiverProcess receiver, Store store) {}

  private record Reading(
      long nanos,
      long cpu,
      long databaseCpu,
      long receiverCpu,
      Counters counters,
      ReceiverProcess.Counts counts,
      GcPauses pauses) {}

  private Window(Parts parts) throws InterruptedException {
    this.parts = parts;
    before = reading();
  }

  /// Begins now: latencies of before are forgotten.
  static Window open(Parts parts) throws InterruptedException {
    parts.receiver().startWindow();
    return new Window(parts);
  }

  private Reading reading() throws InterruptedException {
    return new Reading(
        System.nanoTime(),
        Procfs.cpuMicros(parts.server().pid()),
        parts.store().cpuMicros(),
        Procfs.cpuMicros(parts.receiver().pid()),
        parts.server().counters(),
        parts.receiver().counts(),
        parts.server().pauses());
  }

  /// Ends now, and writes what every result holds.
  ///
  /// @param fanOut deliveries that an event causes
  void close(Result result, int fanOut) throws InterruptedException {
    Reading after = reading();
    double seconds = (after.nanos() - before.nanos()) / 1e9;
    double deliveries = after.counts().taken() - before.counts().taken();
    double events = after.counters().since(before.counters(), "posthouse_events_accepted_total");
    result.figure("events_per_s", deliveries / fanOut / seconds);
    result.figure("deliveries_per_s", deliveries / seconds);
    result.figure("accepted_per_s", events / seconds);
    double cpu = after.cpu() - before.cpu();
    result.figure("cpu_us_per_event", cpu / (deliveries / fanOut));
    result.figure("cpu_s_per_1000", cpu / 1e6 / deliveries * 1_000);
    result.figure("receiver_cpu_us", (after.receiverCpu() - before.receiverCpu()) / deliveries);
    if (after.databaseCpu() > 0) {
      double database = after.databaseCpu() - before.databaseCpu();
      result.figure("database_cpu_us", database / (deliveries / fanOut));
    }
    var latency = parts.receiver().latency(0);
    result.figure("received_p50_ms", latency.at(50)).figure("received_p99_ms", latency.at(99));
    result.figure("received_p999_ms", latency.at(99.9)).curve("publish → received", latency);
    result.figure(
        "commits_per_event",
        after.counters().since(before.counters(), "posthouse_commits_total") / events);
    result.figure(
        "statements_per_event",
        after.counters().since(before.counters(), "posthouse_statements_total") / events);
    GcPauses pauses = after.pauses().since(before.pauses());
    result.figure("gc_pauses", pauses.count()).figure("gc_ms", pauses.totalMillis());
    result.figure("gc_longest_ms", pauses.longestMillis());
    result.figure("rss_mb", Procfs.peakMemory(parts.server().pid()) / MB);
  }
}
