package dev.posthouse.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;

/// One SQLite file in the data folder: WAL, synced at every commit. The writer is the only one that
/// writes; queries run on a few connections of their own, on the platform threads of `readers`
/// (native code would pin a virtual thread's carrier).
public final class SqliteDatabase implements Database {
  public static final String FILE = "posthouse.db";

  /// Connections for queries; `readers` should have as many threads.
  public static final int READERS = 4;

  /// Publishes stop below this much free disk, or 5 % of the disk where that is less.
  private static final long LEAST_FREE = 1L << 30;

  private static final Duration DISK_CHECK = Duration.ofSeconds(1);

  /// A process that has just started is slow, most of all on a machine that starts many: what it
  /// reads first may take longer, or it could not start at all.
  private static final Duration WARM_UP = Duration.ofMinutes(1);

  private static final int WARM_UP_SECONDS = 30;

  /// Bytes in a page of a file that is made; one that is there keeps its own size. Events of 1 KB
  /// fill twice the usual 4 KB better, and half as many pages are written.
  private static final int PAGE = 8_192;

  /// `synchronous=full` makes each commit an fdatasync of the log; `fullfsync` has macOS, where
  /// that alone does not empty the disk's own cache, do so too. The log is folded back in every 16
  /// MB.
  private static final List<String> WRITER =
      List.of(
          "pragma journal_mode = wal",
          "pragma synchronous = full",
          "pragma fullfsync = on",
          "pragma busy_timeout = 2000",
          "pragma cache_size = -65536",
          "pragma temp_store = memory",
          "pragma wal_autocheckpoint = 2000",
          "pragma journal_size_limit = 67108864");

  private static final List<String> READER =
      List.of(
          "pragma busy_timeout = 2000",
          "pragma cache_size = -8192",
          "pragma temp_store = memory",
          "pragma query_only = on");

  private static final Set<Integer> DAMAGED =
      Set.of(SQLiteErrorCode.SQLITE_CORRUPT.code, SQLiteErrorCode.SQLITE_NOTADB.code);

  private final Path folder;
  private final String url;
  private final Executor readers;
  private final InstantSource clock;
  private final Instant opened;
  private final BlockingQueue<Connection> idle = new ArrayBlockingQueue<>(READERS);
  private volatile Instant diskChecked = Instant.EPOCH;
  private volatile Optional<String> crowded = Optional.empty();

  private SqliteDatabase(Path folder, Executor readers, InstantSource clock) {
    this.folder = folder;
    this.readers = readers;
    this.clock = clock;
    opened = clock.instant();
    url = url(folder);
  }

  /// Opens the file in `folder`, made and migrated as needed. The caller holds the folder's lock.
  ///
  /// @param readers runs queries; bounded, refuses with [RejectedExecutionException] when full
  /// @throws StoreException if the file is no database, newer than this program, or out of reach
  public static SqliteDatabase open(Path folder, Executor readers, InstantSource clock) {
    Migrations.run("sqlite", url(folder), "", "", new KeyMigration(), new LinkMigration());
    var database = new SqliteDatabase(folder, readers, clock);
    try {
      database.connect().close();
      for (int i = 0; i < READERS; i++) {
        database.idle.add(connect(database.url, READER));
      }
    } catch (SQLException e) {
      throw new StoreException("cannot open " + folder.resolve(FILE) + ": " + e.getMessage(), e);
    }
    return database;
  }

  private static String url(Path folder) {
    return "jdbc:sqlite:" + folder.resolve(FILE).toAbsolutePath() + "?page_size=" + PAGE;
  }

  private static Connection connect(String url, List<String> pragmas) throws SQLException {
    Connection connection = DriverManager.getConnection(url);
    try (var statement = connection.createStatement()) {
      for (String pragma : pragmas) {
        statement.execute(pragma);
      }
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
    return connection;
  }

  @Override
  public Connection connect() throws SQLException {
    Connection connection = connect(url, WRITER);
    try (var statement = connection.createStatement();
        var row = statement.executeQuery("pragma synchronous")) {
      if (!row.next() || row.getInt(1) != 2) {
        throw new SQLException("synchronous is not full: commits would not be on the disk");
      }
    }
    connection.setAutoCommit(false);
    return connection;
  }

  @Override
  public <T> T read(Query<T> query) {
    int seconds = seconds();
    var running = new ArrayList<Connection>(1);
    var task = new FutureTask<>(() -> onIdle(query, running));
    try {
      readers.execute(task);
      return task.get(seconds, TimeUnit.SECONDS);
    } catch (RejectedExecutionException e) {
      throw new StoreException("too many queries wait for the database", e);
    } catch (TimeoutException e) {
      task.cancel(false);
      interrupt(running);
      throw new StoreException("a query took more than " + seconds + " s", e);
    } catch (InterruptedException e) {
      task.cancel(false);
      interrupt(running);
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted while reading", e);
    } catch (ExecutionException e) {
      throw failed(e.getCause());
    }
  }

  @Override
  public <T> T list(Query<T> query) {
    return read(query);
  }

  @Override
  public <T> T fetch(Query<T> query) {
    return read(query);
  }

  private static RuntimeException failed(@Nullable Throwable cause) {
    if (cause instanceof RuntimeException own) {
      return own;
    }
    String why = cause == null ? "" : String.valueOf(cause.getMessage());
    boolean damaged =
        cause instanceof SQLException sql && DAMAGED.contains(sql.getErrorCode() & 0xff);
    String advice = damaged ? "; restore a backup, or salvage the file by sqlite3's .recover" : "";
    return new StoreException("cannot read: " + why + advice, cause);
  }

  private int seconds() {
    boolean warm = opened.plus(WARM_UP).isBefore(clock.instant());
    return warm ? READ_SECONDS : WARM_UP_SECONDS;
  }

  private <T> T onIdle(Query<T> query, List<Connection> running)
      throws SQLException, InterruptedException {
    Connection connection = idle.take();
    synchronized (running) {
      running.add(connection);
    }
    try {
      return query.run(connection);
    } finally {
      synchronized (running) {
        running.clear();
      }
      idle.add(connection);
    }
  }

  private static void interrupt(List<Connection> running) {
    synchronized (running) {
      for (Connection connection : running) {
        try {
          connection.unwrap(SQLiteConnection.class).getDatabase().interrupt();
        } catch (SQLException e) {
          throw new StoreException("cannot interrupt a query", e);
        }
      }
    }
  }

  @Override
  public EventKeys keys() {
    return new KeyRuns();
  }

  @Override
  public Fingerprints fingerprints() {
    return new OwnFingerprints();
  }

  @Override
  public FetchSql fetchSql() {
    return FetchSql.READ;
  }

  /// It keeps no statistics; its pairs of bounds cannot hold a key of rows.
  @Override
  public String newestOfTenant() {
    return " where tenant = :tenant and id >= :from and id < :event order by id desc";
  }

  @Override
  public boolean shared() {
    return false;
  }

  @Override
  public boolean partitioned() {
    return false;
  }

  @Override
  public Failure classify(SQLException failure) {
    int code = failure.getErrorCode();
    if (code == 0 && failure.getCause() instanceof SQLException cause) {
      code = cause.getErrorCode();
    }
    return switch (SQLiteErrorCode.getErrorCode(code & 0xff)) {
      case SQLITE_CONSTRAINT, SQLITE_MISMATCH, SQLITE_TOOBIG, SQLITE_RANGE, SQLITE_ERROR ->
          Failure.ROW;
      case SQLITE_OK, UNKNOWN_ERROR -> Failure.COLLISION;
      case SQLITE_FULL -> Failure.DISK_FULL;
      default -> Failure.UNAVAILABLE;
    };
  }

  @Override
  public Optional<String> crowded() {
    Instant now = clock.instant();
    if (Duration.between(diskChecked, now).abs().compareTo(DISK_CHECK) > 0) {
      diskChecked = now;
      crowded = lookAtDisk();
    }
    return crowded;
  }

  private Optional<String> lookAtDisk() {
    try {
      var disk = Files.getFileStore(folder);
      long least = Math.min(LEAST_FREE, disk.getTotalSpace() / 20);
      long free = disk.getUsableSpace();
      return free >= least
          ? Optional.empty()
          : Optional.of(
              String.format(
                  Locale.ROOT,
                  "%d MB free on the disk of the data folder, %d MB are needed",
                  free >> 20,
                  least >> 20));
    } catch (IOException e) {
      return Optional.of("the disk of the data folder cannot be looked at: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    var connections = new ArrayList<Connection>();
    idle.drainTo(connections);
    for (Connection connection : connections) {
      try {
        connection.close();
      } catch (SQLException e) {
        throw new StoreException("cannot close the database", e);
      }
    }
  }
}
