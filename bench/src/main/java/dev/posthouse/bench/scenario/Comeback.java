package dev.posthouse.bench.scenario;

import dev.posthouse.bench.Options;
import dev.posthouse.bench.generator.Lanes;
import dev.posthouse.bench.part.Await;
import dev.posthouse.bench.part.ReceiverProcess;
import dev.posthouse.bench.result.Result;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A receiver that answered 503 comes back while 200,000 deliveries wait for it: how quickly they
/// arrive, and what another endpoint notices meanwhile.
final class Comeback implements Scenario {
  private static final String GONE = "bench_gone.created";
  private static final int WAITING = 200_000;
  private static final int SHORT_WAITING = 5_000;
  private static final int STEADY_RATE = 500;
  private static final Duration LONGEST = Duration.ofMinutes(3);
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  @Override
  public String name() {
    return "comeback";
  }

  @Override
  public String about() {
    return "a receiver with 200,000 waiting deliveries comes back";
  }

  @Override
  public int seconds(Options options) {
    return options.warmUp() + 80;
  }

  @Override
  public List<Result> run(Options options, Databases databases) throws InterruptedException {
    var result = new Result(name(), databases.kind());
    int waiting = options.shorter() ? SHORT_WAITING : WAITING;
    try (Stage stage = Stage.set(options, databases)) {
      Served served = Served.start(stage, stage.store());
      Throughput.subscribe(stage, served, 1);
      Subscribing.describe(served.server(), GONE);
      var gone =
          Subscribing.Target.of("gone", stage.receiver.address() + "/gate/1/1")
              .type(GONE)
              .with(
                  Map.of("retry", Map.of("strategy", "fixed", "delay", "1s", "maxAttempts", 100)));
      Subscribing.subscribe(served.server(), gone);
      OpenLoad.Warm warm = OpenLoad.warm(stage, served);
      long first = warm.sent();
      first += gather(stage, served, warm.half(), waiting, first);
      long before = stage.receiver.counts().taken();
      var load = OpenLoad.of(STEADY_RATE, 2, options.seconds());
      var opened = new Opened(stage.receiver, before);
      load.put(stage, served, result, first, () -> opened.open(waiting));
      opened.report(result, waiting);
      new CheckOff(served.server(), stage.receiver).all(result, 0, 1);
    }
    return List.of(result);
  }

  /// Publishes what waits then, while the receiver answers 503 with `Retry-After`.
  private static long gather(Stage stage, Served served, int rate, int waiting, long first)
      throws InterruptedException {
    int seconds = Math.max(1, waiting / rate);
    var lanes = new Lanes(List.of(OpenLoad.lane(1, GONE)));
    var load = new OpenLoad(waiting / seconds, 0, seconds, lanes);
    return load.put(stage, served, new Result("gathering", ""), first, () -> {}).sent();
  }

  /// Opens the gate and sees how long the waiting take.
  private static final class Opened {
    private final ReceiverProcess receiver;
    private final long before;
    private double seconds = Double.NaN;

    Opened(ReceiverProcess receiver, long before) {
      this.receiver = receiver;
      this.before = before;
    }

    void open(int waiting) throws InterruptedException {
      long began = System.nanoTime();
      receiver.open(true);
      boolean all = Await.within(LONGEST, LOOK_EVERY, () -> receiver.latency(1).count() >= waiting);
      seconds = all ? (System.nanoTime() - began) / 1e9 : Double.NaN;
    }

    void report(Result result, int waiting) {
      result.figure("seconds", seconds);
      result.figure("caught_up_per_s", waiting / seconds);
      result.fact("had come before", Long.toString(before));
    }
  }
}
