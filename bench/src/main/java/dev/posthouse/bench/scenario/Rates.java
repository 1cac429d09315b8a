package dev.posthouse.bench.scenario;

import dev.posthouse.bench.Options;
import dev.posthouse.bench.part.GeneratorProcess;
import dev.posthouse.bench.part.Store;
import dev.posthouse.bench.result.Result;
import java.util.ArrayList;
import java.util.List;

/// Open load: fixed rates, and half of what the server takes at most.
final class Rates implements Scenario {
  private static final int LEAD_IN = 3;
  private static final int PAUSE = 6;

  @Override
  public String name() {
    return "open";
  }

  @Override
  public String about() {
    return "events at fixed rates, and at half of saturation";
  }

  @Override
  public int seconds(Options options) {
    int rates = options.rates().size();
    return options.warmUp() + options.seconds() + rates * options.open() + (rates + 1) * PAUSE + 5;
  }

  @Override
  public List<Result> run(Options options, Databases databases) throws InterruptedException {
    var results = new ArrayList<Result>();
    try (Stage stage = Stage.set(options, databases)) {
      Store store = stage.store();
      Served served = Served.start(stage, store);
      Throughput.subscribe(stage, served, 1);
      OpenLoad.Warm warm = OpenLoad.warm(stage, served);
      long next = warm.sent();
      var half = new Result("half-load", databases.kind());
      next += put(stage, served, OpenLoad.of(warm.half(), LEAD_IN, options.seconds()), half, next);
      results.add(half);
      for (int rate : options.rates()) {
        var result = new Result("open-" + rate, databases.kind());
        next += put(stage, served, OpenLoad.of(rate, LEAD_IN, options.open()), result, next);
        results.add(result);
      }
    }
    return results;
  }

  /// How many numbers it took.
  private static long put(Stage stage, Served served, OpenLoad load, Result result, long first)
      throws InterruptedException {
    GeneratorProcess.Done done = load.put(stage, served, result, first, () -> {});
    new CheckOff(served.server(), stage.receiver).all(result, 0, 1);
    result.count("lost", (long) result.figure("lost") + OpenLoad.missing(stage, done.accepted()));
    return done.sent();
  }
}
