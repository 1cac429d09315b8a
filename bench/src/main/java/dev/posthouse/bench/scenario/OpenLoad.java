package dev.posthouse.bench.scenario;

import dev.posthouse.bench.generator.Lanes;
import dev.posthouse.bench.part.Await;
import dev.posthouse.bench.part.GeneratorProcess;
import dev.posthouse.bench.part.ServerProcess;
import dev.posthouse.bench.part.Wrk;
import dev.posthouse.bench.result.Result;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;

/// Open load by the generator: events at a fixed rate.
///
/// @param rate events a second
/// @param warmUp seconds at this rate before the window
record OpenLoad(int rate, int warmUp, int seconds, Lanes lanes) {
  private static final int CONNECTIONS = 256;
  private static final Duration LONGEST_SETTLE = Duration.ofSeconds(30);
  private static final Duration LOOK_EVERY = Duration.ofMillis(300);
  private static final int WARM_CONNECTIONS = 64;

  /// Everything by one publisher, of one type.
  static OpenLoad of(int rate, int warmUp, int seconds) {
    return new OpenLoad(rate, warmUp, seconds, only(Subscribing.TYPE));
  }

  static Lanes only(String type) {
    return new Lanes(List.of(lane(1, type)));
  }

  static Lanes.Lane lane(int weight, String type) {
    return new Lanes.Lane(weight, ServerProcess.KEY, type);
  }

  /// What is done while the window is open.
  @FunctionalInterface
  interface Meanwhile {
    void run() throws InterruptedException;
  }

  /// Measures; returns what the generator says. Nothing is checked off yet.
  GeneratorProcess.Done put(
      Stage stage, Served served, Result result, long first, Meanwhile meanwhile)
      throws InterruptedException {
    return put(stage, served, served.events(), result, first, meanwhile);
  }

  /// The same to another address of the server, while nothing else is done.
  GeneratorProcess.Done put(Stage stage, Served served, String url, Result result, long first)
      throws InterruptedException {
    return put(stage, served, url, result, first, () -> {});
  }

  private GeneratorProcess.Done put(
      Stage stage, Served served, String url, Result result, long first, Meanwhile meanwhile)
      throws InterruptedException {
    Path event = stage.folder.resolve("event.json");
    var load =
        new GeneratorProcess.Load(url, event, lanes, rate, warmUp, seconds, first, CONNECTIONS);
    try (GeneratorProcess generator = GeneratorProcess.start(stage.folder, load)) {
      Window window =
          Window.open(new Window.Parts(served.server(), stage.receiver, served.store()));
      meanwhile.run();
      GeneratorProcess.Done done = generator.done();
      window.close(result, 1);
      result.figure("asked_per_s", (double) rate);
      result.figure("generator_cpu_us", done.cpuNanos() / 1e3);
      result.figure("p50_ms", done.millis().getOrDefault("p50", Double.NaN));
      result.figure("p99_ms", done.millis().getOrDefault("p99", Double.NaN));
      result.count("refused", done.refused()).count("broken", done.broken());
      result.count("unsent", (long) rate * (warmUp + seconds) - done.sent());
      result.fact("load", "open, %d events/s".formatted(rate));
      return done;
    }
  }

  /// Warms the server up by closed load, so that what follows meets compiled code.
  ///
  /// @return events sent, and how many a second it took at the end
  static Warm warm(Stage stage, Served served) throws InterruptedException {
    int measured = Math.max(2, stage.options.warmUp() / 4);
    Wrk.Done first = closed(stage, served, stage.options.warmUp() - measured / 2, 0);
    Wrk.Done last = closed(stage, served, measured, first.sent());
    new CheckOff(served.server(), stage.receiver).await(1);
    return new Warm(first.sent() + last.sent(), (int) last.rate());
  }

  private static Wrk.Done closed(Stage stage, Served served, int seconds, long first)
      throws InterruptedException {
    return stage.wrk.run(
        new Wrk.Load(
            served.events(), ServerProcess.KEY, WARM_CONNECTIONS, Math.max(1, seconds), first, 1));
  }

  /// @param sent the next event's number
  /// @param rate events a second at saturation
  record Warm(long sent, int rate) {
    int half() {
      return Math.max(100, rate / 2);
    }
  }

  /// Waits until the receiver has seen these numbers, or a while.
  static void settle(Stage stage, BitSet accepted) throws InterruptedException {
    Await.within(LONGEST_SETTLE, LOOK_EVERY, () -> missing(stage, accepted) == 0);
  }

  /// Accepted numbers that the receiver has not seen.
  static long missing(Stage stage, BitSet accepted) throws InterruptedException {
    Path dump = stage.folder.resolve("seen");
    stage.receiver.dump(dump);
    BitSet missing = (BitSet) accepted.clone();
    missing.andNot(stage.seen(dump));
    return missing.cardinality();
  }
}
