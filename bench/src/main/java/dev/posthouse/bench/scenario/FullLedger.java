package dev.posthouse.bench.scenario;

import dev.posthouse.bench.Options;
import dev.posthouse.bench.part.BenchFailure;
import dev.posthouse.bench.part.Disk;
import dev.posthouse.bench.part.Filling;
import dev.posthouse.bench.part.Store;
import dev.posthouse.bench.result.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Saturation with many events stored already, against the same on an empty ledger. What was filled
/// is kept in the work folder for the next time.
final class FullLedger implements Scenario {
  /// Says that the filling came to its end.
  private static final String FILLED = "filled";

  private static final int DAYS = 30;
  private static final long BYTES_AN_EVENT = 3_000;

  @Override
  public String name() {
    return "full-ledger";
  }

  @Override
  public String about() {
    return "saturation with millions of events stored (--events), against an empty ledger";
  }

  @Override
  public int seconds(Options options) {
    return 2 * (options.warmUp() + options.seconds() + 5) + (int) (options.events() / 15_000);
  }

  @Override
  public List<Result> run(Options options, Databases databases) throws InterruptedException {
    var empty = new Result("full-ledger-base", databases.kind());
    var full = new Result(name(), databases.kind());
    try (Stage stage = Stage.set(options, databases)) {
      measure(stage, Served.start(stage, stage.store()), empty);
    }
    try (Stage stage = Stage.set(options, databases, data(options, databases))) {
      Store store = filled(stage, databases);
      full.fact("stored beforehand", "%,d events".formatted(options.events()));
      full.figure("ledger_gb", store.size() / 1e9);
      measure(stage, Served.start(stage, store), full);
    }
    full.figure("base", empty.figure("events_per_s"));
    full.figure("relative", full.figure("events_per_s") / empty.figure("events_per_s"));
    return List.of(empty, full);
  }

  static Path data(Options options, Databases databases) {
    return options.work().resolve(databases.kind() + "-" + name(options));
  }

  private static String name(Options options) {
    return "filled-" + options.events();
  }

  /// The store on a stage whose folder is [#data], filled unless it is from the time before.
  static Store filled(Stage stage, Databases databases) throws InterruptedException {
    String name = name(stage.options);
    Path data = data(stage.options, databases);
    boolean there = databases.has(data, name) && Files.exists(data.resolve(FILLED));
    Store store = databases.kept(data, name);
    if (!there) {
      store.drop();
      fill(stage, databases.kept(data, name));
    }
    return store;
  }

  private static void fill(Stage stage, Store store) throws InterruptedException {
    long events = stage.options.events();
    long free = stage.folder.toFile().getUsableSpace();
    if (free < events * BYTES_AN_EVENT) {
      store.drop();
      throw new BenchFailure(
          "%,d events need %,d GB, %,d GB are free; say --events with a smaller number"
              .formatted(events, (events * BYTES_AN_EVENT) >> 30, free >> 30));
    }
    try {
      var routes = new String[1];
      var tenant = new String[1];
      try (var server = stage.server(store)) {
        var target = Subscribing.Target.of("past", stage.receiver.address() + "/take/3/0");
        routes[0] = Routes.make(server, List.of(target)).getFirst();
        tenant[0] = Routes.defaultTenant(server);
      }
      new Filling(events, DAYS * 24, false, tenant[0], List.of(routes))
          .run(stage.folder, stage.data(), store);
      Files.createFile(stage.data().resolve(FILLED));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (BenchFailure e) {
      store.drop();
      Disk.delete(stage.data());
      throw e;
    }
  }

  private static void measure(Stage stage, Served served, Result result)
      throws InterruptedException {
    Options options = stage.options;
    Subscribing.clear(served.server());
    Throughput.subscribe(stage, served, 1);
    int connections = options.connections().orElse(Throughput.SATURATION.connections());
    new ClosedLoad(connections, 1, 1, options.warmUp(), options.seconds())
        .put(stage, served, result);
  }
}
