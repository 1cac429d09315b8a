package dev.posthouse.bench.part;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A PostgreSQL on loopback that really syncs: the binaries of the tests, started by us, so that we
/// know its process and its environment. Its folder stays for the next time.
public final class OwnPostgres implements AutoCloseable {
  private static final List<String> SETTINGS =
      List.of(
          "fsync=on",
          "synchronous_commit=on",
          "full_page_writes=on",
          "shared_buffers=256MB",
          "max_wal_size=2GB",
          "max_connections=50",
          "listen_addresses=127.0.0.1");

  /// After a kill it has much to recover.
  private static final Duration LONGEST_START = Duration.ofMinutes(2);

  private final Path data;
  private final String program;
  private final int port;
  private Launched process;

  private OwnPostgres(Path data, String program, int port) throws InterruptedException {
    this.data = data;
    this.program = program;
    this.port = port;
    process = launch(Map.of());
  }

  public static OwnPostgres start(Path folder) throws InterruptedException {
    Path data = folder.resolve("postgresql");
    try {
      Files.createDirectories(folder);
      EmbeddedPostgres once =
          EmbeddedPostgres.builder()
              .setDataDirectory(data)
              .setCleanDataDirectory(false)
              .setServerConfig("fsync", "on")
              .setPGStartupWait(LONGEST_START)
              .start();
      String pid = Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip();
      String program = Files.readSymbolicLink(Path.of("/proc", pid, "exe")).toString();
      int port = once.getPort();
      once.close();
      return new OwnPostgres(data, program, port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// PostgreSQL refuses to run as root, so root becomes nobody.
  private static List<String> asNobody() {
    return System.getProperty("user.name").equals("root") ? List.of("unshare", "-U") : List.of();
  }

  private Launched launch(Map<String, String> environment) throws InterruptedException {
    var command = new ArrayList<>(asNobody());
    command.addAll(List.of(program, "-D", data.toString(), "-p", Integer.toString(port)));
    command.addAll(List.of("-c", "unix_socket_directories="));
    SETTINGS.forEach(setting -> command.addAll(List.of("-c", setting)));
    var launched = Launched.start(command, environment, data.resolveSibling("postgresql.log"));
    if (!Await.within(LONGEST_START, Duration.ofMillis(50), this::answers)) {
      launched.close();
      throw new BenchFailure("PostgreSQL does not start:" + launched.lastWords());
    }
    return launched;
  }

  private boolean answers() {
    try (var db = Postgres.connect(url())) {
      return db.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  void restart(Map<String, String> environment) throws InterruptedException {
    process.close();
    process = launch(environment);
  }

  String url() {
    return "postgresql://postgres:postgres@127.0.0.1:" + port + "/postgres";
  }

  long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.close();
  }
}
