package dev.posthouse.bench.scenario;

import dev.posthouse.bench.Options;
import dev.posthouse.bench.part.Resources;
import dev.posthouse.bench.result.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;

/// Payloads of nearly 10 MB, through filter and template.
final class Large implements Scenario {
  private static final int BYTES = 10_000_000;
  private static final int CONNECTIONS = 4;
  private static final double MB = 1e6;

  @Override
  public String name() {
    return "large";
  }

  @Override
  public String about() {
    return "payloads of 10 MB, 4 connections";
  }

  @Override
  public int seconds(Options options) {
    return warmUp(options) + options.seconds() + 15;
  }

  private static int warmUp(Options options) {
    return Math.max(2, options.warmUp() / 4);
  }

  @Override
  public List<Result> run(Options options, Databases databases) throws InterruptedException {
    var result = new Result(name(), databases.kind());
    try (Stage stage = Stage.set(options, databases)) {
      String event = Resources.text("event.json");
      int end = event.lastIndexOf("\"}}}");
      String large = event.substring(0, end) + "x".repeat(BYTES - event.length()) + "\"}}}";
      Files.writeString(stage.folder.resolve("event.json"), large);
      Served served = Served.start(stage, stage.store());
      Throughput.subscribe(stage, served, 1);
      new ClosedLoad(CONNECTIONS, 1, 1, warmUp(options), options.seconds())
          .put(stage, served, result);
      result.figure("mb_per_s", result.figure("deliveries_per_s") * BYTES / MB);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.of(result);
  }
}
