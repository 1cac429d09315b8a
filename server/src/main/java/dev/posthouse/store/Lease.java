package dev.posthouse.store;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.Handle;

/// The lease of this epoch, and who else had one when it was last extended. Where nobody else works
/// on the database it never runs out. Used by the writer's thread only, but for [#committed] and
/// [#lasts].
public final class Lease {
  private final Database database;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final String name;
  private final long epoch;
  private volatile Runnable lapsed = () -> {};
  private final AtomicReference<Set<Long>> others = new AtomicReference<>(Set.of());

  /// Until when, in [#nanos], it surely lasts: counted from before it was written.
  private volatile long until;

  /// Counted from now on; to be made before it is first written.
  ///
  /// @param name that of this node
  Lease(Ledger.Parts parts, String name, long epoch) {
    database = parts.database();
    clock = parts.clock();
    nanos = parts.nanos();
    until = fromNow();
    this.name = name;
    this.epoch = epoch;
  }

  /// Told, on the writer's thread and before it writes anything else, that it had run out: others
  /// may have taken what waits in this node's memory. Must not block.
  public void onLapsed(Runnable listener) {
    lapsed = listener;
  }

  /// Whose it is.
  public long epoch() {
    return epoch;
  }

  /// Whether others surely leave alone what this node has. Cheap; from any thread.
  public boolean lasts() {
    return !database.shared() || until - nanos.getAsLong() > 0;
  }

  /// A heartbeat: whether the lease had lasted until then, until when it does now, and who else has
  /// one.
  record Beat(boolean lasted, long until, Set<Long> others) {}

  /// Extends it; to be told once that has [#committed].
  Beat beat(Handle db) {
    long next = fromNow();
    Instant now = time(db);
    boolean lasted = lasts() && (!database.shared() || Nodes.alive(db, epoch, now));
    if (!lasted) {
      lapsed.run();
    }
    Nodes.renew(db, name, epoch, now);
    return new Beat(lasted, next, database.shared() ? Nodes.others(db, epoch, now) : Set.of());
  }

  /// Returns whether there may be work that is free and that no lane knows of: that of a node whose
  /// lease has ended since the heartbeat before this, or what is left of our own.
  boolean committed(Beat beat) {
    until = beat.until();
    Set<Long> before = others.getAndSet(beat.others());
    return !beat.lasted() || !beat.others().containsAll(before);
  }

  private long fromNow() {
    return nanos.getAsLong() + Nodes.LEASE.toNanos();
  }

  /// The time that leases go by, where clocks of nodes are apart too.
  public Instant time(Handle db) {
    return database.leaseTime(db.getConnection(), clock.instant());
  }

  /// Whether another epoch may still be at work.
  boolean alive(Handle db, long other) {
    return Nodes.alive(db, other, time(db));
  }

  /// Whether no other node works on this database.
  public boolean alone(Handle db) {
    return Nodes.others(db, epoch, time(db)).isEmpty();
  }

  /// This node works no more: others need not wait for its lease to run out.
  void end(Handle db) {
    Nodes.end(db, epoch);
  }
}
