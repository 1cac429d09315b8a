package dev.posthouse.bench.scenario;

import dev.posthouse.bench.part.Nginx;
import dev.posthouse.bench.part.Wrk;
import dev.posthouse.bench.result.Result;
import java.util.ArrayList;
import java.util.List;

/// nginx's `proxy_pass` with the same requests to the same receiver, before and after the measured
/// run: figures of different machines can be compared by their ratio to it.
final class Yardstick {
  private static final int CONNECTIONS = 64;

  private final Stage stage;
  private final List<Double> rates = new ArrayList<>();

  Yardstick(Stage stage) {
    this.stage = stage;
  }

  /// Leaves the receiver as if nothing had come.
  ///
  /// @param warmUp seconds, for the receiver too
  void measure(int warmUp, int seconds) throws InterruptedException {
    try (Nginx nginx = stage.nginx()) {
      if (warmUp > 0) {
        load(nginx, warmUp);
      }
      rates.add(load(nginx, seconds).rate());
    }
    stage.receiver.forget();
  }

  private Wrk.Done load(Nginx nginx, int seconds) throws InterruptedException {
    return stage.wrk.run(
        new Wrk.Load(nginx.address() + "/take/0/0", "none", CONNECTIONS, seconds, 0, 1));
  }

  double rate() {
    return rates.stream().mapToDouble(r -> r).average().orElse(Double.NaN);
  }

  void report(Result result) {
    result.figure("nginx_per_s", rate());
    result.figure("ratio", result.figure("deliveries_per_s") / rate());
    result.fact("nginx, each time", rates.stream().map(r -> "%.0f".formatted(r)).toList() + " /s");
  }
}
