package dev.posthouse.bench.scenario;

import dev.posthouse.bench.Options;
import dev.posthouse.bench.part.ServerProcess;
import dev.posthouse.bench.part.Store;
import dev.posthouse.bench.part.Wrk;
import dev.posthouse.bench.result.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// From the launcher's start, under full load at once, to 80 % of the throughput that it settles
/// at.
final class WarmUp implements Scenario {
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);
  private static final double SHARE = 0.8;
  private static final int RECEIVER_WARM_UP = 5;

  @Override
  public String name() {
    return "warm-up";
  }

  @Override
  public String about() {
    return "start to 80 % of steady throughput under load";
  }

  @Override
  public int seconds(Options options) {
    return RECEIVER_WARM_UP + options.warmUp() + options.seconds() + 10;
  }

  /// How many deliveries had come, so long after the start.
  private record Look(double seconds, long taken) {
    double rateSince(Look before) {
      return (taken - before.taken) / (seconds - before.seconds);
    }
  }

  @Override
  public List<Result> run(Options options, Databases databases) throws InterruptedException {
    var result = new Result(name(), databases.kind());
    try (Stage stage = Stage.set(options, databases)) {
      new Yardstick(stage).measure(0, options.shorter() ? 1 : RECEIVER_WARM_UP);
      Store store = stage.store();
      try (ServerProcess server = stage.server(store)) {
        Subscribing.subscribe(
            server, Subscribing.Target.of("bench", stage.receiver.address() + "/take/0/0"));
      }
      long began = System.nanoTime();
      try (ServerProcess server = stage.server(store)) {
        report(result, load(stage, server, options.warmUp() + options.seconds(), began));
      }
    }
    return List.of(result);
  }

  private static List<Look> load(Stage stage, ServerProcess server, int seconds, long began)
      throws InterruptedException {
    var looks = new ArrayList<Look>();
    looks.add(new Look((System.nanoTime() - began) / 1e9, 0));
    String url = server.address() + "/v1/events";
    var load = new Wrk.Load(url, ServerProcess.KEY, 64, seconds, 0, 1);
    var publishing =
        Thread.ofPlatform()
            .start(() -> {
              try {
                stage.wrk.run(load);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    while (publishing.isAlive()) {
      Thread.sleep(LOOK_EVERY);
      looks.add(new Look((System.nanoTime() - began) / 1e9, stage.receiver.counts().taken()));
    }
    return looks;
  }

  /// Steady is the mean of the last third.
  private static void report(Result result, List<Look> looks) {
    List<Look> all = looks.subList(0, looks.size() - 1);
    Look third = all.get(all.size() * 2 / 3);
    double steady = all.getLast().rateSince(third);
    double reached = Double.NaN;
    var curve = new StringBuilder();
    for (int i = 1; i < all.size(); i++) {
      double rate = all.get(i).rateSince(all.get(i - 1));
      curve.append("%.1f s %.0f/s, ".formatted(all.get(i).seconds(), rate));
      if (Double.isNaN(reached) && rate >= SHARE * steady) {
        reached = all.get(i).seconds();
      }
    }
    result.figure("steady_s", reached).figure("events_per_s", steady);
    result.fact("events a second", curve.toString());
  }
}
