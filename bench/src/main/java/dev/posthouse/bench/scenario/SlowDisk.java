package dev.posthouse.bench.scenario;

import dev.posthouse.bench.Options;
import dev.posthouse.bench.result.Result;
import java.util.List;
import java.util.Map;

/// Saturation when every sync takes 5 ms longer, as on the disks of clouds, against the same
/// without.
final class SlowDisk implements Scenario {
  private static final int CONNECTIONS = 512;
  private static final int DELAY_MILLIS = 5;

  @Override
  public String name() {
    return "slow-disk";
  }

  @Override
  public String about() {
    return "every sync takes 5 ms longer, 512 connections";
  }

  @Override
  public int seconds(Options options) {
    return 2 * (options.warmUp() + options.seconds() + 5);
  }

  @Override
  public List<Result> run(Options options, Databases databases) throws InterruptedException {
    var base = new Result("slow-disk-base", databases.kind());
    run(options, databases, Map.of(), base);
    var slow = new Result(name(), databases.kind());
    try (var delayed = databases.delayed(DELAY_MILLIS)) {
      run(options, delayed, delayed.environment(), slow);
    }
    slow.figure("base", base.figure("events_per_s"));
    slow.figure("relative", slow.figure("events_per_s") / base.figure("events_per_s"));
    return List.of(base, slow);
  }

  private static void run(
      Options options, Databases databases, Map<String, String> environment, Result result)
      throws InterruptedException {
    try (Stage stage = Stage.set(options, databases).environment(environment)) {
      Served served = Served.start(stage, stage.store());
      Throughput.subscribe(stage, served, 1);
      int connections = options.connections().orElse(CONNECTIONS);
      new ClosedLoad(connections, 1, 1, options.warmUp(), options.seconds())
          .put(stage, served, result);
    }
  }
}
