package dev.posthouse.bench.part;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;

/// A PostgreSQL server: one that is given, or one of our own on loopback that really syncs. Every
/// run gets a new database in it.
public final class Postgres implements AutoCloseable {
  private static final List<String> TOLD =
      List.of(
          "server_version",
          "fsync",
          "synchronous_commit",
          "full_page_writes",
          "shared_buffers",
          "max_wal_size");

  private final String url;
  private final long postmaster;
  private final AutoCloseable server;
  private int databases;

  private Postgres(String url, long postmaster, AutoCloseable server) {
    this.url = url;
    this.postmaster = postmaster;
    this.server = server;
  }

  /// @param url `postgresql://user:password@host/name`, of a user who may create databases
  public static Postgres at(String url) {
    return new Postgres(url, 0, () -> {});
  }

  /// Starts PostgreSQL in the folder.
  public static Postgres own(Path folder) {
    try {
      Path data = Files.createDirectories(folder).resolve("postgresql");
      EmbeddedPostgres server =
          EmbeddedPostgres.builder()
              .setDataDirectory(data)
              .setCleanDataDirectory(true)
              .setServerConfig("fsync", "on")
              .setServerConfig("full_page_writes", "on")
              .setServerConfig("synchronous_commit", "on")
              .setServerConfig("shared_buffers", "256MB")
              .setServerConfig("max_wal_size", "2GB")
              .start();
      String url = "postgresql://postgres:postgres@127.0.0.1:" + server.getPort() + "/postgres";
      String pid = Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip();
      return new Postgres(url, Long.parseLong(pid), server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The settings that matter, as the server itself says them.
  public String settings() {
    var text = new StringBuilder();
    for (String name : TOLD) {
      text.append(text.isEmpty() ? "" : ", ").append(name).append(' ').append(ask("show " + name));
    }
    return text.toString();
  }

  /// A new database.
  public Store database() {
    databases++;
    String name = "posthouse_bench_" + ProcessHandle.current().pid() + "_" + databases;
    execute("create database " + name);
    return new Fresh(this, name);
  }

  private record Fresh(Postgres postgres, String name) implements Store {
    @Override
    public String kind() {
      return "postgresql";
    }

    @Override
    public List<String> arguments() {
      return List.of(
          "--database-url", postgres.url.replaceAll("/[^/?]*(\\?.*)?$", "/" + name + "$1"));
    }

    @Override
    public long size() {
      return Long.parseLong(postgres.ask("select pg_database_size('" + name + "')"));
    }

    @Override
    public long cpuMicros() {
      return postgres.postmaster == 0 ? 0 : Procfs.treeMicros(postgres.postmaster);
    }

    @Override
    public void close() {
      postgres.execute("drop database if exists " + name + " with (force)");
    }
  }

  private void execute(String statement) {
    try (Connection db = connect();
        var run = db.createStatement()) {
      run.execute(statement);
    } catch (SQLException e) {
      throw new BenchFailure(statement + ": " + e.getMessage(), e);
    }
  }

  private String ask(String question) {
    try (Connection db = connect();
        var run = db.createStatement();
        var row = run.executeQuery(question)) {
      row.next();
      return row.getString(1);
    } catch (SQLException e) {
      throw new BenchFailure(question + ": " + e.getMessage(), e);
    }
  }

  private Connection connect() throws SQLException {
    URI uri = URI.create(url);
    String[] login = uri.getUserInfo() == null ? new String[0] : uri.getUserInfo().split(":", 2);
    String jdbc =
        String.format(
            Locale.ROOT,
            "jdbc:postgresql://%s:%d%s",
            uri.getHost(),
            uri.getPort() < 0 ? 5432 : uri.getPort(),
            uri.getPath());
    return DriverManager.getConnection(
        jdbc, login.length > 0 ? login[0] : "postgres", login.length > 1 ? login[1] : "");
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (Exception e) {
      throw new BenchFailure("PostgreSQL did not stop: " + e.getMessage(), e);
    }
  }
}
