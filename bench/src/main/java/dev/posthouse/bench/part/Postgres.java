package dev.posthouse.bench.part;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A PostgreSQL server: one that is given, or one of our own. Every run gets a new database in it.
public final class Postgres implements AutoCloseable {
  private static final int PORT = 5432;
  private static final List<String> TOLD =
      List.of(
          "server_version",
          "fsync",
          "synchronous_commit",
          "full_page_writes",
          "shared_buffers",
          "max_wal_size");

  private final String url;
  private final List<OwnPostgres> own;
  private int databases;

  private Postgres(String url, List<OwnPostgres> own) {
    this.url = url;
    this.own = own;
  }

  /// @param url `postgresql://user:password@host/name`, of a user who may create databases
  public static Postgres at(String url) {
    return new Postgres(url, List.of());
  }

  public static Postgres of(OwnPostgres own) {
    return new Postgres(own.url(), List.of(own));
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
    return new Named(this, name, false);
  }

  /// One that stays.
  public Store kept(String name) {
    if (!has(name)) {
      execute("create database \"" + name + "\"");
    }
    return new Named(this, name, true);
  }

  public boolean has(String name) {
    return !ask("select count(*) from pg_database where datname = '" + name + "'").equals("0");
  }

  /// Starts it anew with more in its environment.
  ///
  /// @throws BenchFailure if the server is not ours
  public void restart(Map<String, String> environment) throws InterruptedException {
    if (own.isEmpty()) {
      throw new BenchFailure("the disk of a PostgreSQL that is not ours cannot be slowed down");
    }
    own.getFirst().restart(environment);
  }

  private record Named(Postgres postgres, String name, boolean kept) implements Store {
    @Override
    public String kind() {
      return "postgresql";
    }

    @Override
    public List<String> arguments() {
      String to = "/" + name + "$1";
      return List.of("--database-url", postgres.url.replaceAll("/[^/?]*(\\?.*)?$", to));
    }

    @Override
    public long size() {
      return Long.parseLong(postgres.ask("select pg_database_size('" + name + "')"));
    }

    @Override
    public long cpuMicros() {
      return postgres.own.stream().mapToLong(own -> Procfs.treeMicros(own.pid())).sum();
    }

    @Override
    public void drop() {
      postgres.execute("drop database if exists \"" + name + "\" with (force)");
    }

    @Override
    public void close() {
      if (!kept) {
        drop();
      }
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
    return connect(url);
  }

  static Connection connect(String url) throws SQLException {
    URI uri = URI.create(url);
    String[] login = uri.getUserInfo() == null ? new String[0] : uri.getUserInfo().split(":", 2);
    int port = uri.getPort() < 0 ? PORT : uri.getPort();
    return DriverManager.getConnection(
        String.format(Locale.ROOT, "jdbc:postgresql://%s:%d%s", uri.getHost(), port, uri.getPath()),
        login.length > 0 ? login[0] : "postgres",
        login.length > 1 ? login[1] : "");
  }

  @Override
  public void close() {
    own.forEach(OwnPostgres::close);
  }
}
