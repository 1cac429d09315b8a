package dev.posthouse.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// A migrated database: where the writer's connection and the readers' come from, and what this
/// kind of database does differently. Two kinds: [SqliteDatabase] and [PostgresDatabase].
public interface Database extends AutoCloseable {
  /// A connection for the one writer, auto-commit off, whose commits are on the disk when they
  /// return.
  Connection connect() throws SQLException;

  /// Runs a query on a connection of the readers. Blocks: so long as it waits for a connection,
  /// then for at most [#READ_SECONDS].
  ///
  /// @throws StoreException if the database does not answer
  <T> T read(Query<T> query);

  /// Runs queries for stretches of lists: a database that would otherwise choose by what it expects
  /// reads them in the order of an index. Blocks as [#read].
  ///
  /// @throws StoreException if the database does not answer
  <T> T list(Query<T> query);

  /// Runs the queries of a fetch, in the order of an index too. On PostgreSQL on connections of
  /// their own, so that lists never keep deliveries waiting. Blocks as [#read].
  ///
  /// @throws StoreException if the database does not answer
  <T> T fetch(Query<T> query);

  /// How the keys of events are kept; for one ledger.
  EventKeys keys();

  /// How remembered states are taken.
  Fingerprints fingerprints();

  /// How a fetch takes open work; on a shared database it also claims it for the epoch.
  FetchSql fetchSql();

  /// The condition and the order by which the newest events of `:tenant` from `:from` on and below
  /// `:event` are read along the index of tenants, whatever the statistics say.
  String newestOfTenant();

  /// Whether `event`, `delivery` and `attempt` are kept in a partition for each day.
  boolean partitioned();

  /// Runs on a writer's connection, inside a transaction, what goes through a whole table and may
  /// take as long as that takes.
  default void unhurried(Connection db, Scan scan) throws SQLException {
    scan.run(db);
  }

  /// The time by which leases run: where several nodes share the database it is the database's own,
  /// for their clocks are apart.
  ///
  /// @param own what this node's clock shows
  default Instant leaseTime(Connection db, Instant own) {
    return own;
  }

  /// Whether other nodes may work on it at the same time.
  boolean shared();

  Failure classify(SQLException failure);

  /// Why there is too little room to accept more, if the disk can be seen from here.
  Optional<String> crowded();

  @Override
  void close();

  /// The longest that a query of the readers may run, in seconds.
  int READ_SECONDS = 5;

  @FunctionalInterface
  interface Query<T> {
    T run(Connection db) throws SQLException;
  }

  @FunctionalInterface
  interface Scan {
    void run(Connection db) throws SQLException;
  }

  /// What a failed statement tells us.
  enum Failure {
    /// One of the rows is to blame: writing it alone will fail again.
    ROW,
    /// Writers got in each other's way: the same again will do.
    COLLISION,
    /// The database cannot write at present.
    UNAVAILABLE,
    /// As `UNAVAILABLE`, because its disk is full.
    DISK_FULL
  }
}
