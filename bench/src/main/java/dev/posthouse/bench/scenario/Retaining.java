package dev.posthouse.bench.scenario;

import dev.posthouse.bench.Options;
import dev.posthouse.bench.part.Counters;
import dev.posthouse.bench.part.Filling;
import dev.posthouse.bench.part.ServerProcess;
import dev.posthouse.bench.part.Store;
import dev.posthouse.bench.result.Result;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Saturation while retention drops an old history, against the same with a retention that has
/// nothing to drop. Both on the same number of stored events, which lie in days that are wholly
/// past. Whether retention was at it for as long as was measured is in the result.
final class Retaining implements Scenario {
  private static final String DROPPED = "posthouse_events_dropped_total";
  private static final int SHORTEST_WARM_UP = 9;
  private static final String DAYS = "posthouse_days_dropped_total";
  private static final String AT_IT = "posthouse_retention_seconds_total";

  /// How long ago the first of the stored events was accepted, and the last: the end of its day,
  /// too, is before the retention of a day.
  private static final int HOURS = 72;

  private static final int UNTIL = 49;
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
      Looks looks = measure(stage, Served.start(stage, store), result);
      looks.tell(result, warmUp(options), options.seconds());
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
    new Filling(events(stage.options), HOURS, false, tenant, routes)
        .until(UNTIL)
        .run(stage.folder, stage.data(), store);
  }

  private static Looks measure(Stage stage, Served served, Result result)
      throws InterruptedException {
    Options options = stage.options;
    stage.receiver.forget();
    Subscribing.clear(served.server());
    Throughput.subscribe(stage, served, 1);
    int connections = options.connections().orElse(Throughput.SATURATION.connections());
    Counters before = served.server().counters();
    long began = System.nanoTime();
    var looks = new Looks(served.server());
    Thread looking = Thread.ofPlatform().daemon(true).start(looks);
    new ClosedLoad(connections, 1, 1, warmUp(options), options.seconds())
        .put(stage, served, result);
    looks.over = true;
    looking.join();
    Counters after = served.server().counters();
    double seconds = (System.nanoTime() - began) / 1e9;
    result.figure("dropped_per_s", after.since(before, DROPPED) / seconds);
    result.figure("dropped", after.value(DROPPED));
    result.figure("days_dropped", after.value(DAYS));
    result.fact("stored beforehand", "%,d events, all past retention".formatted(events(options)));
    served.server().close();
    return looks;
  }

  /// What retention has taken of the writer, looked at once a second.
  private static final class Looks implements Runnable {
    private static final long EVERY_MILLIS = 1_000;
    private final ServerProcess server;
    private final long began = System.nanoTime();
    private final List<Look> all = new ArrayList<>();
    private volatile boolean over;

    /// @param at seconds after the load began
    private record Look(double at, double took) {}

    Looks(ServerProcess server) {
      this.server = server;
    }

    @Override
    public void run() {
      try {
        while (!over) {
          Thread.sleep(EVERY_MILLIS);
          double took = server.counters().value(AT_IT);
          all.add(new Look((System.nanoTime() - began) / 1e9, took));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /// The looks that count are those of the window that was measured.
    void tell(Result result, int warmUp, int measured) {
      List<Look> window =
          all.stream().filter(l -> l.at() >= warmUp && l.at() <= warmUp + measured).toList();
      if (window.size() < 2) {
        result.fact("retention at work", "not known: too short to be looked at");
        return;
      }
      Look first = window.getFirst();
      Look last = window.getLast();
      long idle =
          IntStream.range(1, window.size())
              .filter(i -> window.get(i).took() == window.get(i - 1).took())
              .count();
      double share = (last.took() - first.took()) / (last.at() - first.at());
      result.figure("retention_share", 100 * share);
      result.fact(
          "retention at work",
          idle == 0
              ? "whenever it was looked at, once a second"
              : "NOT in %d of %d seconds: begin earlier, or store more with --events"
                  .formatted(idle, window.size() - 1));
    }
  }
}
