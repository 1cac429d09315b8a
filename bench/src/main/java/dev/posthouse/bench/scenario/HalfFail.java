package dev.posthouse.bench.scenario;

import dev.posthouse.bench.Options;
import dev.posthouse.bench.part.Await;
import dev.posthouse.bench.part.Counters;
import dev.posthouse.bench.part.GeneratorProcess;
import dev.posthouse.bench.part.Latency;
import dev.posthouse.bench.part.ReceiverProcess;
import dev.posthouse.bench.result.Result;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Every second attempt, by chance, is answered 500: what arrives in the end, and how late retries
/// are.
///
/// A retry is due 200 ms after the attempt before has ended, plus a tenth of that at most (jitter).
/// What is told as lateness includes the jitter and the time on the wire.
final class HalfFail implements Scenario {
  private static final int DELAY_MILLIS = 200;
  private static final int ATTEMPTS = 20;
  private static final int LEAD_IN = 5;
  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);
  private static final int HUNDRED = 100;

  @Override
  public String name() {
    return "half-fail";
  }

  @Override
  public String about() {
    return "half of the attempts fail, at a third of saturation: what arrives, how late retries are";
  }

  @Override
  public int seconds(Options options) {
    return options.warmUp() + LEAD_IN + options.seconds() + 20;
  }

  @Override
  public List<Result> run(Options options, Databases databases) throws InterruptedException {
    var result = new Result(name(), databases.kind());
    try (Stage stage = Stage.set(options, databases)) {
      Served served = Served.start(stage, stage.store());
      String type = "bench_half.created";
      Throughput.subscribe(stage, served, 1);
      Subscribing.describe(served.server(), type);
      var retry =
          Map.of("strategy", "fixed", "delay", DELAY_MILLIS + "ms", "maxAttempts", ATTEMPTS);
      Subscribing.subscribe(
          served.server(),
          Subscribing.Target.of("half", stage.receiver.address() + "/half-50/0/1")
              .type(type)
              .with(Map.of("retry", retry)));
      OpenLoad.Warm warm = OpenLoad.warm(stage, served);
      stage.receiver.retryDelay(Duration.ofMillis(DELAY_MILLIS).toNanos() / 1_000);
      var load =
          new OpenLoad(
              Math.max(1, warm.rate() / 3), LEAD_IN, options.seconds(), OpenLoad.only(type));
      GeneratorProcess.Done done = load.put(stage, served, result, warm.sent(), () -> {});
      Latency lateness = stage.receiver.lateness();
      result.figure("lateness_p50_ms", lateness.at(50)).figure("lateness_p99_ms", lateness.at(99));
      result.curve("lateness of retries", lateness);
      result.count("retries", lateness.count());
      checkOff(stage, served, result, done, warm.sent());
    }
    return List.of(result);
  }

  private static void checkOff(
      Stage stage, Served served, Result result, GeneratorProcess.Done done, long before)
      throws InterruptedException {
    Await.within(
        LONGEST, LOOK_EVERY, () -> served.server().counters().value("posthouse_backlog") == 0);
    Counters counters = served.server().counters();
    long stored = (long) counters.value("posthouse_events_accepted_total");
    long failed = (long) counters.value("posthouse_deliveries_failed_total");
    ReceiverProcess.Counts counts = stage.receiver.counts();
    result.count("events", stored).count("arrived", counts.distinct());
    result.figure(
        "delivered_percent",
        (double) HUNDRED * (counts.distinct() - before) / Math.max(1, stored - before));
    result.count("given_up", failed);
    result.count("lost", Math.max(0, OpenLoad.missing(stage, done.accepted()) - failed));
    result.count("duplicates", counts.duplicates());
  }
}
