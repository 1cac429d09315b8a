package dev.posthouse.testing;

import dev.posthouse.store.Database;
import dev.posthouse.store.PostgresDatabase;
import dev.posthouse.store.SqliteDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// Fresh databases for tests: a SQLite file in a folder of the test's, or a new database on one
/// real PostgreSQL that is started once for all tests.
public final class Databases {
  private static final AtomicInteger number = new AtomicInteger();

  private Databases() {}

  public enum Kind {
    SQLITE,
    POSTGRES
  }

  private static final class Postgres {
    static final EmbeddedPostgres SERVER = start();

    private static EmbeddedPostgres start() {
      try {
        var server = EmbeddedPostgres.builder().start();
        create(server, "migrated", "template1");
        PostgresDatabase.open(server.getJdbcUrl("postgres", "migrated")).close();
        return server;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// Queries of the SQLite kind run on the caller's thread.
  public static Database open(Kind kind, Path folder, InstantSource clock) {
    return fresh(kind, folder, clock).get();
  }

  /// Opens one database whenever it is asked: after a restart, or for another node.
  public static Supplier<Database> fresh(Kind kind, Path folder, InstantSource clock) {
    return switch (kind) {
      case SQLITE -> {
        createFolder(folder);
        yield () -> SqliteDatabase.open(folder, Runnable::run, clock);
      }
      case POSTGRES -> {
        String url = postgresUrl();
        yield () -> PostgresDatabase.open(url);
      }
    };
  }

  private static void createFolder(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The address of a new database, copied from one that is migrated already: that is quicker.
  public static String postgresUrl() {
    String name = "posthouse_" + number.incrementAndGet();
    create(Postgres.SERVER, name, "migrated");
    return Postgres.SERVER.getJdbcUrl("postgres", name);
  }

  private static void create(EmbeddedPostgres server, String name, String template) {
    try (var db = server.getPostgresDatabase().getConnection();
        var statement = db.createStatement()) {
      statement.execute("create database " + name + " template " + template);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
