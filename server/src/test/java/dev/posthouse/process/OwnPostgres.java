package dev.posthouse.process;

import dev.posthouse.testing.Databases;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/// A PostgreSQL of a test's own, that it may kill, freeze and start again.
final class OwnPostgres implements AutoCloseable {
  private static final Duration LONGEST_START = Duration.ofSeconds(60);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  /// PostgreSQL refuses to run as root; in a namespace of users of its own, root is nobody.
  private static final List<String> AS_NOBODY =
      System.getProperty("user.name").equals("root") ? List.of("unshare", "-U") : List.of();

  private final Path data;
  private final Map<String, String> environment;
  private final Path programs;
  private final int port;
  private Process process;

  private OwnPostgres(Path data, Map<String, String> environment) throws Exception {
    this.data = data;
    this.environment = environment;
    programs = programs();
    port = freePort();
    make();
    process = launch();
  }

  /// Makes one in a new folder and starts it.
  ///
  /// @param environment beside that of the tests
  static OwnPostgres start(Path data, Map<String, String> environment) throws Exception {
    var postgres = new OwnPostgres(data, environment);
    postgres.awaitReady();
    return postgres;
  }

  private static Path programs() throws SQLException {
    try (var shared = DriverManager.getConnection(Databases.postgresUrl());
        var statement = shared.createStatement();
        var row = statement.executeQuery("select setting from pg_config where name = 'BINDIR'")) {
      row.next();
      return Path.of(row.getString(1));
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  private void make() throws IOException, InterruptedException {
    Process initdb =
        builder("initdb", "-D", data + "", "-U", "postgres", "-A", "trust", "-E", "UTF8", "-N")
            .start();
    if (initdb.waitFor() != 0) {
      throw new AssertionError("initdb ended with " + initdb.exitValue());
    }
  }

  private ProcessBuilder builder(String program, String... words) {
    var command = new ArrayList<>(AS_NOBODY);
    command.add(programs.resolve(program).toString());
    command.addAll(List.of(words));
    var log = new File(data + ".log");
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
  }

  private Process launch() throws IOException {
    Files.deleteIfExists(data.resolve("postmaster.pid"));
    var settings =
        List.of(
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "shared_buffers=32MB",
            "max_wal_size=64MB",
            "checkpoint_timeout=30s");
    var words = new ArrayList<>(List.of("-D", data + "", "-p", port + ""));
    settings.forEach(setting -> words.addAll(List.of("-c", setting)));
    ProcessBuilder builder = builder("postgres", words.toArray(String[]::new));
    builder.environment().putAll(environment);
    return builder.start();
  }

  private void awaitReady() {
    long end = System.nanoTime() + LONGEST_START.toNanos();
    while (!answers()) {
      if (System.nanoTime() > end || !process.isAlive()) {
        throw new AssertionError("PostgreSQL does not start, see " + data + ".log");
      }
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
    }
  }

  private boolean answers() {
    try {
      DriverManager.getConnection(jdbcUrl()).close();
      return true;
    } catch (SQLException notYet) {
      return false;
    }
  }

  String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
  }

  /// Starts it again, after it was ended in any way.
  void start() throws IOException {
    process = launch();
    awaitReady();
  }

  /// As `kill -9` of all its processes.
  void kill9() {
    List<ProcessHandle> all = all();
    all.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle each : all) {
      each.onExit().orTimeout(LONGEST_START.toSeconds(), TimeUnit.SECONDS).join();
    }
  }

  /// An "immediate" shutdown: connections are cut, and the next start recovers from the log.
  void shutDownAtOnce() throws Exception {
    signal("-QUIT", List.of(process.toHandle()));
    process.onExit().get(LONGEST_START.toSeconds(), TimeUnit.SECONDS);
  }

  /// Connections stay, and nobody answers.
  void freeze() throws Exception {
    signal("-STOP", all());
  }

  void thaw() throws Exception {
    signal("-CONT", all());
  }

  private List<ProcessHandle> all() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
  }

  private static void signal(String name, List<ProcessHandle> processes) throws Exception {
    var command = new ArrayList<>(List.of("kill", name));
    processes.forEach(each -> command.add(each.pid() + ""));
    new ProcessBuilder(command).start().waitFor();
  }

  @Override
  public void close() {
    kill9();
  }
}
