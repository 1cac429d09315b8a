package dev.posthouse.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/// The table `node`: which epochs may be believed alive. A process takes a new epoch at each start
/// and declares the former ones of its own node dead, so that what they owned is free at once.
final class Nodes {
  /// How long an epoch is believed without a heartbeat.
  static final Duration LEASE = Duration.ofSeconds(30);

  private static final String INSERT =
      "insert into node (epoch, name, started, lease_until) values (?, ?, ?, ?)";

  private Nodes() {}

  /// @param now the time by which leases run, as everywhere here: see [Database#leaseTime]
  static void start(Connection db, String name, long epoch, Instant now) throws SQLException {
    try (var former = db.prepareStatement("update node set lease_until = 0 where name = ?");
        var old = db.prepareStatement("delete from node where lease_until < ?");
        var insert = db.prepareStatement(INSERT)) {
      former.setString(1, name);
      former.executeUpdate();
      old.setLong(1, Micros.of(now.minus(Duration.ofDays(1))));
      old.executeUpdate();
      insert.setLong(1, epoch);
      insert.setString(2, name);
      insert.setLong(3, Micros.of(now));
      insert.setLong(4, Micros.of(now.plus(LEASE)));
      insert.executeUpdate();
    }
    db.commit();
  }

  /// Whether an epoch may still be at work.
  static boolean alive(Handle db, long epoch, Instant now) {
    return db.select(
            "select 1 from node where epoch = ? and lease_until > ?", epoch, Micros.of(now))
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  /// The epochs but this one that may be at work.
  static Set<Long> others(Handle db, long epoch, Instant now) {
    return db.select(
            "select epoch from node where epoch <> ? and lease_until > ?", epoch, Micros.of(now))
        .mapTo(Long.class)
        .set();
  }

  /// Gives an epoch a lease from now on, whether it has one or not.
  static void renew(Handle db, String name, long epoch, Instant now) {
    db.execute(
        INSERT + " on conflict (epoch) do update set lease_until = excluded.lease_until",
        epoch,
        name,
        Micros.of(now),
        Micros.of(now.plus(LEASE)));
  }

  /// Its work is free from now on.
  static void end(Handle db, long epoch) {
    db.execute("update node set lease_until = 0 where epoch = ?", epoch);
  }
}
