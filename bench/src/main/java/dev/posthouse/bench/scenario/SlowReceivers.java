package dev.posthouse.bench.scenario;

import dev.posthouse.bench.Options;
import dev.posthouse.bench.generator.Lanes;
import dev.posthouse.bench.result.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Deliveries to receivers that take two seconds each: how many run at once.
///
/// No endpoint may run more than a sixteenth of what is free, so that 5,000 slots are only filled
/// by many endpoints: 200 of them leave room for 4,629.
final class SlowReceivers implements Scenario {
  private static final int ENDPOINTS = 200;
  private static final int RATE = 2_500;
  private static final int LEAD_IN = 8;
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  @Override
  public String name() {
    return "slow-receivers";
  }

  @Override
  public String about() {
    return "200 receivers that take 2 s each: deliveries running at once";
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
      var target = Subscribing.Target.of("warm", stage.receiver.address() + "/take/3/0");
      Subscribing.subscribe(served.server(), target);
      var lanes = new ArrayList<Lanes.Lane>();
      for (int i = 0; i < ENDPOINTS; i++) {
        String type = "bench_slow_%d.created".formatted(i);
        Subscribing.describe(served.server(), type);
        String url = stage.receiver.address() + "/slow-2000/0/0";
        Subscribing.subscribe(
            served.server(),
            Subscribing.Target.of("slow " + i, url).type(type).with(Map.of("concurrency", 250)));
        lanes.add(OpenLoad.lane(1, type));
      }
      OpenLoad.Warm warm = OpenLoad.warm(stage, served);
      var load = new OpenLoad(RATE, LEAD_IN, options.seconds(), new Lanes(lanes));
      var running = new Running(served, options.seconds());
      load.put(stage, served, result, warm.sent(), running);
      running.report(result);
      new CheckOff(served.server(), stage.receiver).all(result, 0, 1);
    }
    return List.of(result);
  }

  /// Looks every half second how many deliveries run.
  private static final class Running implements OpenLoad.Meanwhile {
    private final Served served;
    private final int seconds;
    private final List<Double> seen = new ArrayList<>();

    Running(Served served, int seconds) {
      this.served = served;
      this.seconds = seconds;
    }

    @Override
    public void run() throws InterruptedException {
      long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
      while (System.nanoTime() < end) {
        seen.add(served.server().counters().value("posthouse_attempts_running"));
        Thread.sleep(LOOK_EVERY);
      }
    }

    void report(Result result) {
      result.figure("running", seen.stream().mapToDouble(d -> d).average().orElse(0));
      result.figure("running_most", seen.stream().mapToDouble(d -> d).max().orElse(0));
    }
  }
}
