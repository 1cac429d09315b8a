package dev.posthouse.bench.part;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Fills the ledger of a server that is stopped.
///
/// @param count events
/// @param hours ago that the first of them was accepted
/// @param until hours ago that the last of them was
/// @param open whether their deliveries still wait
/// @param routes endpoint:subscription:revision
public record Filling(
    long count, int hours, int until, boolean open, String tenant, List<String> routes) {
  private static final long LONGEST_SECONDS = 3_600;

  public Filling(long count, int hours, boolean open, String tenant, List<String> routes) {
    this(count, hours, 0, open, tenant, routes);
  }

  public Filling until(int hoursAgo) {
    return new Filling(count, hours, hoursAgo, open, tenant, routes);
  }

  /// @param data the server's data folder
  public void run(Path folder, Path data, Store store) throws InterruptedException {
    List<String> url = store.arguments();
    var arguments = new ArrayList<String>();
    arguments.add(url.isEmpty() ? data.toString() : url.getLast());
    arguments.add(node(data));
    arguments.add(tenant);
    arguments.add(Long.toString(count));
    arguments.add(Integer.toString(hours));
    arguments.add(Integer.toString(until));
    arguments.add(open ? "open" : "done");
    arguments.addAll(routes);
    List<String> command =
        Java.command(
            List.of("-Xmx1g", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"),
            "dev.posthouse.bench.fill.Fill",
            arguments.toArray(String[]::new));
    try (var fill = Launched.start(command, Map.of(), folder.resolve("fill.log"))) {
      fill.succeed(LONGEST_SECONDS);
    }
  }

  private static String node(Path data) {
    try {
      return Files.readString(data.resolve("node.id")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
