package dev.posthouse.bench.scenario;

import dev.posthouse.bench.Options;
import dev.posthouse.bench.part.Disk;
import dev.posthouse.bench.part.Store;
import dev.posthouse.bench.result.Result;
import java.util.List;

/// As many events as it will take, against what nginx carries with the same requests.
///
/// @param connections unless the command says another number
record Throughput(String name, String about, int connections, int batch, int fanOut)
    implements Scenario {
  private static final int YARDSTICK_WARM_UP = 3;
  private static final int YARDSTICK = 4;

  static final Throughput SATURATION =
      new Throughput("saturation", "as many events as it will take, one publish each", 64, 1, 1);

  static final Throughput BATCHES =
      new Throughput("batches", "as many events as it will take, in batches of 100", 16, 100, 1);

  static final Throughput FAN_OUT =
      new Throughput("fanout", "every event goes to ten endpoints", 64, 1, 10);

  @Override
  public int seconds(Options options) {
    return options.warmUp() + options.seconds() + YARDSTICK_WARM_UP + 2 * YARDSTICK + 6;
  }

  @Override
  public List<Result> run(Options options, Databases databases) throws InterruptedException {
    var result = new Result(name, databases.kind());
    try (Stage stage = Stage.set(options, databases)) {
      Disk.Sync sync = Disk.sync(stage.data());
      result.figure("sync_us", sync.median()).figure("sync_p99_us", sync.p99());
      var yardstick = new Yardstick(stage);
      yardstick.measure(YARDSTICK_WARM_UP, YARDSTICK);
      Store store = stage.store();
      Served served = Served.start(stage, store);
      subscribe(stage, served, fanOut);
      load(options).put(stage, served, result);
      served.stop(result);
      yardstick.measure(0, YARDSTICK);
      yardstick.report(result);
    }
    return List.of(result);
  }

  private ClosedLoad load(Options options) {
    return new ClosedLoad(
        options.connections().orElse(connections),
        batch,
        fanOut,
        options.warmUp(),
        options.seconds());
  }

  /// So many endpoints that take everything at once; a sample of the first one's signatures is
  /// checked.
  static void subscribe(Stage stage, Served served, int endpoints) throws InterruptedException {
    for (int space = 0; space < endpoints; space++) {
      String url = stage.receiver.address() + "/take/0/" + space;
      String secret =
          Subscribing.subscribe(served.server(), Subscribing.Target.of("bench " + space, url));
      if (space == 0) {
        stage.receiver.secret(secret);
      }
    }
  }
}
