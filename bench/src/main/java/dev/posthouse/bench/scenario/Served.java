package dev.posthouse.bench.scenario;

import dev.posthouse.bench.part.ServerProcess;
import dev.posthouse.bench.part.Store;
import dev.posthouse.bench.result.Result;

/// A server under measurement and where its data are.
///
/// @param emptyBytes what the data took before any event
record Served(ServerProcess server, Store store, long emptyBytes) {
  static Served start(Stage stage, Store store) throws InterruptedException {
    ServerProcess server = stage.server(store);
    return new Served(server, store, store.size());
  }

  String events() {
    return server.address() + "/v1/events";
  }

  /// Stops the server, so that all is in its place on the disk, and notes what each event took.
  void stop(Result result) {
    server.close();
    result.figure("bytes_per_event", (store.size() - emptyBytes) / result.figure("events"));
  }
}
