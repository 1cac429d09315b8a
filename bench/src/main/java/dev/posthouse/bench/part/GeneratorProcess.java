package dev.posthouse.bench.part;

import dev.posthouse.bench.generator.Lanes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Open load, seen from the harness.
public final class GeneratorProcess implements AutoCloseable {
  private final Launched process;
  private final Path accepted;

  /// What the generator is told.
  ///
  /// @param event the file of the event's text
  public record Load(
      String url,
      Path event,
      Lanes lanes,
      int rate,
      int warmUp,
      int seconds,
      long first,
      int connections) {}

  /// What came of it. Times are of the window: from when an event's turn came to its answer.
  ///
  /// @param sent all events, `window` those of the window
  /// @param cpuNanos of the generator, an event
  /// @param accepted the numbers of the events that were answered 2xx
  public record Done(
      long sent,
      long window,
      long refused,
      long broken,
      long cpuNanos,
      Map<String, Double> millis,
      BitSet accepted) {}

  private GeneratorProcess(Launched process, Path accepted) {
    this.process = process;
    this.accepted = accepted;
  }

  /// Returns when the warm-up is over.
  public static GeneratorProcess start(Path folder, Load load) {
    Path lanes = folder.resolve("lanes");
    Path accepted = folder.resolve("accepted");
    load.lanes().write(lanes);
    var process =
        Launched.heard(
            Java.command(
                List.of("-Xmx256m"),
                "dev.posthouse.bench.generator.Generator",
                load.url(),
                load.event().toString(),
                lanes.toString(),
                Integer.toString(load.rate()),
                Integer.toString(load.warmUp()),
                Integer.toString(load.seconds()),
                Long.toString(load.first()),
                Integer.toString(load.connections()),
                accepted.toString()),
            folder.resolve("generator.log"));
    process.line();
    return new GeneratorProcess(process, accepted);
  }

  /// Waits for the end.
  public Done done() {
    String line = process.line();
    String[] words = line.split(" ", -1);
    Map<String, Long> values = new HashMap<>();
    for (int i = 0; i + 1 < words.length; i += 2) {
      values.put(words[i], Long.parseLong(words[i + 1]));
    }
    Map<String, Double> millis = new HashMap<>();
    for (String name : List.of("p50", "p90", "p99", "p999", "most")) {
      millis.put(name, values.getOrDefault(name, 0L) / 1_000.0);
    }
    try {
      return new Done(
          values.getOrDefault("sent", 0L),
          values.getOrDefault("window", 0L),
          values.getOrDefault("refused", 0L),
          values.getOrDefault("broken", 0L),
          values.getOrDefault("cpu_nanos", 0L),
          Map.copyOf(millis),
          BitSet.valueOf(Files.readAllBytes(accepted)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
