package dev.posthouse.bench.scenario;

import dev.posthouse.bench.Options;
import dev.posthouse.bench.part.Counters;
import dev.posthouse.bench.part.Filling;
import dev.posthouse.bench.part.ServerProcess;
import dev.posthouse.bench.part.Store;
import dev.posthouse.bench.result.Result;
import java.util.List;

/// Saturation while retention drops an old history, against the same with a retention that has
/// nothing to drop. Both on the same number of stored events.
final class Retaining implements Scenario {
  private static final String DROPPED = "posthouse_events_dropped_total";
  private static final int SHORTEST_WARM_UP = 9;
  private static final int HOURS = 48;
  private static final long MOST = 1_000_000;

  @Override
  public String name() {
    return "retention";
  }

  @Override
  public String about() {
    return "saturation while retention drops old events, against the same without";
  }

  @Override
  public int seconds(Options options) {
    return (int) (events(options) / 20_000) + 2 * (warmUp(options) + options.seconds() + 8);
  }

  private static long events(Options options) {
    return Math.min(MOST, options.events());
  }

  /// Retention begins ten seconds after the start. The same for both.
  private static int warmUp(Options options) {
    return Math.max(SHORTEST_WARM_UP, options.warmUp());
  }

  @Override
  public List<Result> run(Options options, Databases databases) throws InterruptedException {
    var base = new Result("retention-base", databases.kind());
    var result = new Result(name(), databases.kind());
    try (Stage stage = Stage.set(options, databases)) {
      Store store = stage.store();
      fill(stage, store);
      measure(stage, Served.start(stage, store), base);
      stage.serve("--retention", "1d");
      measure(stage, Served.start(stage, store), result);
    }
    result.figure("base", base.figure("events_per_s"));
    result.figure("relative", result.figure("events_per_s") / base.figure("events_per_s"));
    return List.of(base, result);
  }

  private static void fill(Stage stage, Store store) throws InterruptedException {
    List<String> routes;
    String tenant;
    try (ServerProcess server = stage.server(store)) {
      var target = Subscribing.Target.of("past", stage.receiver.address() + "/take/3/0");
      routes = Routes.make(server, List.of(target));
      tenant = Routes.defaultTenant(server);
    }
    // The last of them, too, is older than the retention of a day.
    new Filling(events(stage.options), HOURS, false, tenant, routes)
        .until(25)
        .run(stage.folder, stage.data(), store);
  }

  private static void measure(Stage stage, Served served, Result result)
      throws InterruptedException {
    Options options = stage.options;
    stage.receiver.forget();
    Subscribing.clear(served.server());
    Throughput.subscribe(stage, served, 1);
    int connections = options.connections().orElse(Throughput.SATURATION.connections());
    Counters before = served.server().counters();
    long began = System.nanoTime();
    new ClosedLoad(connections, 1, 1, warmUp(options), options.seconds())
        .put(stage, served, result);
    Counters after = served.server().counters();
    double seconds = (System.nanoTime() - began) / 1e9;
    result.figure("dropped_per_s", after.since(before, DROPPED) / seconds);
    result.figure("dropped", after.value(DROPPED));
    result.fact("stored beforehand", "%,d events, all past retention".formatted(events(options)));
    served.server().close();
  }
}
