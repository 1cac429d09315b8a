package dev.posthouse.store;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jdbi.v3.core.Handle;

/// The lease of this epoch, and who else had one when it was last extended. Where nobody else works
/// on the database it never runs out. Used by the writer's thread only, but for [#frees].
public final class Lease {
  private final Database database;
  private final InstantSource clock;
  private final String name;
  private final long epoch;
  private volatile Runnable lapsed = () -> {};
  private final AtomicReference<Set<Long>> others = new AtomicReference<>(Set.of());

  /// @param name that of this node
  Lease(Ledger.Parts parts, String name, long epoch) {
    database = parts.database();
    clock = parts.clock();
    this.name = name;
    this.epoch = epoch;
  }

  /// Told, on the writer's thread and before it writes anything else, that it had run out: others
  /// may have taken what waits in this node's memory. Must not block.
  public void onLapsed(Runnable listener) {
    lapsed = listener;
  }

  /// Extends it. Returns false if it had run out.
  boolean extend(Handle db) {
    Instant now = now(db);
    boolean lasted = !database.shared() || Nodes.alive(db, epoch, now);
    if (!lasted) {
      lapsed.run();
    }
    Nodes.renew(db, name, epoch, now);
    return lasted;
  }

  /// A heartbeat: whether the lease had lasted until then, and who else has one.
  record Beat(boolean lasted, Set<Long> others) {}

  Beat beat(Handle db) {
    boolean lasted = extend(db);
    return new Beat(lasted, database.shared() ? Nodes.others(db, epoch, now(db)) : Set.of());
  }

  /// Whether there may be work that is free and that no lane knows of: that of a node whose lease
  /// has ended since the heartbeat before this, or what is left of our own.
  boolean frees(Beat beat) {
    Set<Long> before = others.getAndSet(beat.others());
    return !beat.lasted() || !beat.others().containsAll(before);
  }

  private Instant now(Handle db) {
    return database.leaseTime(db.getConnection(), clock.instant());
  }

  /// Whether another epoch may still be at work.
  boolean alive(Handle db, long other) {
    return Nodes.alive(db, other, now(db));
  }

  /// Whether no other node works on this database.
  public boolean alone(Handle db) {
    return Nodes.others(db, epoch, now(db)).isEmpty();
  }

  /// This node works no more: others need not wait for its lease to run out.
  void end(Handle db) {
    Nodes.end(db, epoch);
  }
}
