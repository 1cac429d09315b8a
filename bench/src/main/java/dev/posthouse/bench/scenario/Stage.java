package dev.posthouse.bench.scenario;

import dev.posthouse.bench.Options;
import dev.posthouse.bench.part.Disk;
import dev.posthouse.bench.part.Nginx;
import dev.posthouse.bench.part.ReceiverProcess;
import dev.posthouse.bench.part.Resources;
import dev.posthouse.bench.part.ServerProcess;
import dev.posthouse.bench.part.Store;
import dev.posthouse.bench.part.Wrk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/// The processes of one run. All of them end, and all data goes, when the stage is closed.
final class Stage implements AutoCloseable {
  private static final List<String> RESOURCES = List.of("publish.lua", "event.json");

  final Options options;
  final Path folder;
  final ReceiverProcess receiver;
  final Wrk wrk;
  private final Databases databases;
  private final Path data;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final List<String> arguments = new ArrayList<>();
  private Map<String, String> environment = Map.of();

  private Stage(Options options, Databases databases, Path folder, Path data) {
    this.options = options;
    this.databases = databases;
    this.folder = folder;
    this.data = data;
    receiver = ReceiverProcess.start(folder);
    open.push(receiver);
    wrk = new Wrk(folder);
  }

  /// @throws BenchFailure if the work folder is in memory
  static Stage set(Options options, Databases databases) {
    Path folder = options.work().resolve("run");
    Disk.delete(folder);
    return set(options, databases, folder.resolve("data"));
  }

  /// On a data folder that stays.
  static Stage set(Options options, Databases databases, Path data) {
    Path folder = options.work().resolve("run");
    try {
      Files.createDirectories(folder);
      Files.createDirectories(data);
      for (String name : RESOURCES) {
        Files.writeString(folder.resolve(name), Resources.text(name));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Disk.refuseMemory(data);
    return new Stage(options, databases, folder, data);
  }

  /// More arguments for the servers that are started from here on.
  Stage serve(String... more) {
    arguments.addAll(List.of(more));
    return this;
  }

  /// More variables for the servers that are started from here on.
  Stage environment(Map<String, String> more) {
    environment = Map.copyOf(more);
    return this;
  }

  Path data() {
    return data;
  }

  String database() {
    return databases.kind();
  }

  /// A place for the data of a server, thrown away at the end.
  Store store() {
    Store store = databases.fresh(data);
    open.push(store);
    return store;
  }

  ServerProcess server(Store store) throws InterruptedException {
    var more = new ArrayList<>(arguments);
    more.addAll(store.arguments());
    var server =
        ServerProcess.start(
            new ServerProcess.Start(
                options.home().resolve("posthouse"), folder, data, more, environment));
    open.push(server);
    return server;
  }

  Nginx nginx() throws InterruptedException {
    var nginx = Nginx.start(folder, receiver);
    open.push(nginx);
    return nginx;
  }

  /// The numbers that the receiver wrote down.
  BitSet seen(Path dump) {
    try {
      return BitSet.valueOf(Files.readAllBytes(dump));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      close(open.pop());
    }
  }

  private static void close(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      System.err.println("could not end a part of the run: " + e);
    }
  }
}
