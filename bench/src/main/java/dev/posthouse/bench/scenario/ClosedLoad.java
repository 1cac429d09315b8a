package dev.posthouse.bench.scenario;

import dev.posthouse.bench.part.ServerProcess;
import dev.posthouse.bench.part.Wrk;
import dev.posthouse.bench.result.Result;

/// Closed load by wrk: a warm-up, then the window that is measured, then every event checked off.
///
/// @param batch events in a request
/// @param fanOut deliveries of an event
record ClosedLoad(int connections, int batch, int fanOut, int warmUp, int seconds) {
  void put(Stage stage, Served served, Result result) throws InterruptedException {
    Wrk.Done warm = publish(stage, served.server(), warmUp, 0);
    var parts = new Window.Parts(served.server(), stage.receiver, served.store());
    Window window = Window.open(parts);
    Wrk.Done done = publish(stage, served.server(), seconds, warm.sent());
    window.close(result, fanOut);
    // Where publishers outran the deliveries before, some of what arrives was published then.
    result.figure(
        "events_per_s", Math.min(result.figure("events_per_s"), result.figure("accepted_per_s")));
    result.figure("p50_ms", done.millis().getOrDefault("p50", Double.NaN));
    result.figure("p99_ms", done.millis().getOrDefault("p99", Double.NaN));
    result.count("refused", warm.refused() + done.refused());
    result.count("broken", warm.broken() + done.broken());
    result.fact(
        "load", "closed, %d connections, %d event(s) a request".formatted(connections, batch));
    // Of a batch that is refused in part, the answer is 202 all the same: it is not counted here.
    long answered =
        batch > 1 ? 0 : warm.answered() - warm.refused() + done.answered() - done.refused();
    new CheckOff(served.server(), stage.receiver).all(result, answered, fanOut);
  }

  private Wrk.Done publish(Stage stage, ServerProcess server, int duration, long first)
      throws InterruptedException {
    return stage.wrk.run(
        new Wrk.Load(
            server.address() + (batch > 1 ? "/v1/events/batch" : "/v1/events"),
            ServerProcess.KEY,
            connections,
            duration,
            first,
            batch));
  }
}
