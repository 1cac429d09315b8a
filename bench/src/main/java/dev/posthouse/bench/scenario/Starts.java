package dev.posthouse.bench.scenario;

import dev.posthouse.bench.Options;
import dev.posthouse.bench.part.Filling;
import dev.posthouse.bench.part.Procfs;
import dev.posthouse.bench.part.ServerProcess;
import dev.posthouse.bench.part.Store;
import dev.posthouse.bench.result.Result;
import java.util.ArrayList;
import java.util.List;

/// From the launcher's start to the first 202: on a ledger without work, and on one with a million
/// open deliveries.
final class Starts implements Scenario {
  private static final int ROUNDS = 5;
  private static final int OPEN = 1_000_000;
  private static final int SHORT_OPEN = 20_000;
  private static final int ENDPOINTS = 10;
  private static final double MB = 1024.0 * 1024;

  @Override
  public String name() {
    return "start";
  }

  @Override
  public String about() {
    return "start to the first 202, without work and with 1,000,000 open deliveries";
  }

  @Override
  public int seconds(Options options) {
    return ROUNDS * 3 + OPEN / 20_000 + 20;
  }

  @Override
  public List<Result> run(Options options, Databases databases) throws InterruptedException {
    var empty = new Result("start-empty", databases.kind());
    var full = new Result("start-full", databases.kind());
    try (Stage stage = Stage.set(options, databases)) {
      Store store = stage.store();
      Served served = Served.start(stage, store);
      var targets = new ArrayList<Subscribing.Target>();
      for (int i = 0; i < ENDPOINTS; i++) {
        targets.add(
            Subscribing.Target.of("bench " + i, stage.receiver.address() + "/take/0/0")
                .type("bench_open.created"));
      }
      List<String> routes = Routes.make(served.server(), targets);
      String tenant = Routes.defaultTenant(served.server());
      served.server().close();
      var times = new ArrayList<Double>();
      for (int round = 0; round < ROUNDS; round++) {
        times.add(once(stage, store, empty));
      }
      empty.figure("start_ms", times.stream().sorted().toList().get(ROUNDS / 2));
      empty.fact("each time", times.stream().map(t -> "%.0f".formatted(t)).toList() + " ms");
      int open = options.shorter() ? SHORT_OPEN : OPEN;
      new Filling(open, 1, true, tenant, routes).run(stage.folder, stage.data(), store);
      full.figure("start_ms", once(stage, store, full));
      full.fact("open deliveries", "%,d".formatted(open));
    }
    return List.of(empty, full);
  }

  private static double once(Stage stage, Store store, Result result) throws InterruptedException {
    long began = System.nanoTime();
    try (ServerProcess server = stage.server(store)) {
      server.call("POST", "/v1/events", "{\"type\":\"bench.started\",\"data\":{}}", "");
      double millis = (System.nanoTime() - began) / 1e6;
      result.figure("rss_mb", Procfs.peakMemory(server.pid()) / MB);
      return millis;
    }
  }
}
