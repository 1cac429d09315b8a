package dev.posthouse.testing;

import dev.posthouse.store.Database;
import dev.posthouse.store.SqliteDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// Databases that are as good as new: a SQLite file is emptied and used again, because to open one
/// takes longer than a whole simulated life. They lie in memory where there is such a file system:
/// a simulated process dies without its machine, so nothing hangs on what a disk has synced.
public final class Emptied implements AutoCloseable {
  private static final Path MEMORY = Path.of("/dev/shm");

  private final Databases.Kind kind;
  private final Path folder;
  private final AtomicInteger made = new AtomicInteger();
  private final Queue<Database> idle = new ConcurrentLinkedQueue<>();

  public Emptied(Databases.Kind kind) {
    this.kind = kind;
    try {
      folder =
          Files.isWritable(MEMORY)
              ? Files.createTempDirectory(MEMORY, "posthouse-sim-")
              : Files.createTempDirectory("posthouse-sim-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A folder of the caller's own, for what is not in the database.
  public Path folder(String name) {
    try {
      return Files.createDirectories(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Database take() {
    Database used = idle.poll();
    return used != null ? used : open();
  }

  private Database open() {
    Path data = folder.resolve("data-" + made.incrementAndGet());
    return Databases.open(kind, data, InstantSource.system());
  }

  /// Nobody uses it any more.
  public void give(Database used) {
    if (used instanceof SqliteDatabase) {
      empty(used);
      idle.add(used);
    } else {
      used.close();
    }
  }

  private static void empty(Database used) {
    try (Connection db = used.connect();
        var statement = db.createStatement()) {
      for (String table : tables(db)) {
        statement.execute("delete from " + table);
      }
      db.commit();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> tables(Connection db) throws SQLException {
    var tables = new ArrayList<String>();
    try (var statement = db.createStatement();
        var row =
            statement.executeQuery(
                """
                select name from sqlite_master
                where type = 'table' and name not like 'sqlite%' and name not like 'flyway%'
                """)) {
      while (row.next()) {
        tables.add(row.getString(1));
      }
    }
    return tables;
  }

  @Override
  public void close() {
    idle.forEach(Database::close);
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
