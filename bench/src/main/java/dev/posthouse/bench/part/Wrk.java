package dev.posthouse.bench.part;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Closed load: each connection publishes, waits for its answer, and publishes the next.
public final class Wrk {
  private final Path folder;

  /// @param folder holds the script and the event's text
  public Wrk(Path folder) {
    this.folder = folder;
  }

  /// What wrk is told.
  ///
  /// @param first the number of the first event
  /// @param batch events in a request
  public record Load(String url, String key, int connections, int seconds, long first, int batch) {}

  /// What came of it.
  ///
  /// @param sent events that were made; the last of each connection may not have been answered
  /// @param answered requests
  public record Done(
      long sent,
      long answered,
      long refused,
      long broken,
      double seconds,
      Map<String, Double> millis) {
    public Done {
      millis = Map.copyOf(millis);
    }

    public double rate() {
      return (answered - refused) / seconds;
    }
  }

  public Done run(Load load) throws InterruptedException {
    List<String> command =
        List.of(
            "wrk",
            "-t1",
            "-c" + load.connections(),
            "-d" + load.seconds() + "s",
            "--timeout",
            "30s",
            "-s",
            folder.resolve("publish.lua").toString(),
            load.url(),
            "--",
            folder.resolve("event.json").toString(),
            load.key(),
            Long.toString(load.first()),
            Integer.toString(load.batch()));
    try (var wrk = Launched.heard(command, folder.resolve("wrk.log"))) {
      String text = wrk.all();
      return done(
          text.lines()
              .filter(line -> line.startsWith("sent "))
              .findFirst()
              .orElseThrow(() -> new BenchFailure("wrk said nothing: " + text + wrk.lastWords())));
    }
  }

  private static Done done(String line) {
    String[] words = line.split(" ", -1);
    Map<String, Long> values = new HashMap<>();
    for (int i = 0; i + 1 < words.length; i += 2) {
      values.put(words[i], Long.parseLong(words[i + 1]));
    }
    Map<String, Double> millis = new HashMap<>();
    for (String name : List.of("p50", "p90", "p99", "p999", "most")) {
      millis.put(name, values.getOrDefault(name, 0L) / 1_000.0);
    }
    return new Done(
        values.getOrDefault("sent", 0L),
        values.getOrDefault("answered", 0L),
        values.getOrDefault("refused", 0L),
        values.getOrDefault("broken", 0L),
        values.getOrDefault("micros", 1L) / 1e6,
        millis);
  }
}
