package dev.posthouse.bench.scenario;

import dev.posthouse.bench.Options;
import dev.posthouse.bench.part.Disk;
import dev.posthouse.bench.part.ServerProcess;
import dev.posthouse.bench.part.Store;
import dev.posthouse.bench.part.Wrk;
import dev.posthouse.bench.result.Result;
import java.util.List;

/// As many events as it will take, single publishes, each to one receiver.
final class Saturation implements Scenario {
  private static final int CONNECTIONS = 64;
  private static final int YARDSTICK_WARM_UP = 3;
  private static final int YARDSTICK = 4;

  @Override
  public String name() {
    return "saturation";
  }

  @Override
  public String about() {
    return "as many events as it will take, one publish each, one receiver";
  }

  @Override
  public int seconds(Options options) {
    return options.warmUp() + options.seconds() + YARDSTICK_WARM_UP + 2 * YARDSTICK + 6;
  }

  @Override
  public List<Result> run(Options options, Databases databases) throws InterruptedException {
    var result = new Result(name(), databases.kind());
    try (Stage stage = Stage.set(options, databases)) {
      Disk.Sync sync = Disk.sync(stage.data());
      result.figure("sync_us", sync.median()).figure("sync_p99_us", sync.p99());
      var yardstick = new Yardstick(stage);
      yardstick.measure(YARDSTICK_WARM_UP, YARDSTICK);
      Store store = stage.store();
      long bytes;
      try (ServerProcess server = stage.server(store)) {
        bytes = store.size();
        String url = stage.receiver.address() + "/take/0/0";
        stage.receiver.secret(Subscribing.subscribe(server, Subscribing.Target.of(url)));
        load(stage, result, server, store);
      }
      result.figure("bytes_per_event", (store.size() - bytes) / result.figure("events"));
      yardstick.measure(0, YARDSTICK);
      yardstick.report(result);
    }
    return List.of(result);
  }

  private static void load(Stage stage, Result result, ServerProcess server, Store store)
      throws InterruptedException {
    Wrk.Done warm = publish(stage, server, stage.options.warmUp(), 0);
    Window window = Window.open(new Window.Parts(server, stage.receiver, store));
    Wrk.Done done = publish(stage, server, stage.options.seconds(), warm.sent());
    window.close(result, 1);
    result.figure("p50_ms", done.millis().getOrDefault("p50", Double.NaN));
    result.figure("p99_ms", done.millis().getOrDefault("p99", Double.NaN));
    result.count("refused", done.refused()).count("broken", done.broken());
    long answered = warm.answered() - warm.refused() + done.answered() - done.refused();
    new Ledgers(server, stage.receiver).checkOff(result, answered, 1);
  }

  private static Wrk.Done publish(Stage stage, ServerProcess server, int seconds, long first)
      throws InterruptedException {
    int connections = stage.options.connections().orElse(CONNECTIONS);
    return stage.wrk.run(
        new Wrk.Load(
            server.address() + "/v1/events", ServerProcess.KEY, connections, seconds, first, 1));
  }
}
