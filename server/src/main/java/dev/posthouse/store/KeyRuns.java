package dev.posthouse.store;

import dev.posthouse.event.ContentHash;
import dev.posthouse.event.EventId;
import dev.posthouse.event.Origin;
import dev.posthouse.event.Routed;
import dev.posthouse.event.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Keys for a database that one process owns, written in order of time. An index sorted by key
/// would have every publish change a page of its own, for publishers choose ids at random.
///
/// The latest claims are in memory, and in `key_recent` as one row for each transaction. When there
/// are [#FOLD] of them they become a run: pages sorted by fingerprint (`key_page`), which never
/// change, with a filter that is kept in memory (`key_run`). [#TOGETHER] small runs become a large
/// one ([KeyJoin]). All of that is part of the writer's transactions, a little in each.
///
/// A run knows fingerprints and events, so whoever is found there is asked for in the event's row.
/// Deleting the event frees its key; its entry goes when runs are put together.
final class KeyRuns implements EventKeys {
  /// 0.5 MB of pages, written at once every so many claims.
  private static final int FOLD = 32_768;

  /// A large run then has half a million keys.
  private static final int TOGETHER = 16;

  /// Then 8,000 keys are joined at a time, within some milliseconds.
  private static final int SLICES = 64;

  private static final String HOLDER =
      "select hash from event where id = ? and tenant = ? and source = ? and source_id = ?";

  private final int fold;
  private final int together;
  private final int slices;

  /// The writer's alone, but for the runs, which never change.
  private volatile Memory memory =
      new Memory(new RecentKeys(), List.of(), Optional.empty(), List.of());

  private @Nullable Claims claims;

  /// What was claimed since the last fold, the runs, what becomes of the small ones, and which are
  /// still to be dropped.
  private record Memory(
      RecentKeys recent, List<KeyRun> runs, Optional<KeyJoin> join, List<KeyRun> retired) {}

  /// What the running transaction will have changed once it has committed.
  private record Claims(Memory memory, List<KeyEntry> won) {}

  KeyRuns() {
    this(FOLD, TOGETHER, SLICES);
  }

  KeyRuns(int fold, int together, int slices) {
    this.fold = fold;
    this.together = together;
    this.slices = slices;
  }

  @Override
  public void load(Connection db) throws SQLException {
    claims = null;
    List<KeyRun> all = KeyRun.all(db);
    memory =
        new Memory(
            new RecentKeys(),
            all.stream().filter(run -> run.entries() > 0).toList(),
            Optional.empty(),
            all.stream().filter(run -> run.entries() == 0).toList());
    KeyRows.recent(db).forEach(memory.recent()::add);
  }

  @Override
  public List<Optional<Holder>> claim(Session db, List<Routed> keyed) throws SQLException {
    Memory now = memory.recent().size() < fold ? tidied(db) : folded(db);
    var won = new ArrayList<KeyEntry>();
    claims = new Claims(now, won);
    var holders = new ArrayList<Optional<Holder>>(keyed.size());
    for (Routed routed : keyed) {
      var event = routed.event();
      long fingerprint = KeyEntry.fingerprint(event.tenant(), event.origin());
      Optional<Holder> holder =
          holder(db, now, new Wanted(fingerprint, event.tenant(), event.origin()));
      holders.add(holder);
      if (holder.isEmpty()) {
        won.add(new KeyEntry(fingerprint, event.id().value()));
      }
    }
    if (!won.isEmpty()) {
      KeyRows.addRecent(db, won);
    }
    return holders;
  }

  private record Wanted(long fingerprint, TenantId tenant, Origin origin) {}

  private static Optional<Holder> holder(Session db, Memory memory, Wanted wanted)
      throws SQLException {
    for (EventId event : memory.recent().events(wanted.fingerprint())) {
      Optional<Holder> holder = holder(db, event, wanted);
      if (holder.isPresent()) {
        return holder;
      }
    }
    for (KeyRun run : memory.runs()) {
      for (EventId event : run.events(db, wanted.fingerprint())) {
        Optional<Holder> holder = holder(db, event, wanted);
        if (holder.isPresent()) {
          return holder;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Holder> holder(Session db, EventId event, Wanted wanted)
      throws SQLException {
    db.countStatement();
    return holder(db.prepare(HOLDER), event, wanted);
  }

  private static Optional<Holder> holder(PreparedStatement select, EventId event, Wanted wanted)
      throws SQLException {
    select.setLong(1, event.value());
    select.setLong(2, wanted.tenant().value());
    select.setString(3, wanted.origin().source());
    select.setString(4, wanted.origin().id());
    try (var row = select.executeQuery()) {
      return row.next()
          ? Optional.of(new Holder(event, new ContentHash(row.getBytes(1))))
          : Optional.empty();
    }
  }

  /// Makes a run of what is in memory; returns what is then to be in memory.
  private Memory folded(Session db) throws SQLException {
    var runs = new ArrayList<>(memory.runs());
    runs.add(KeyRun.write(db, memory.recent().all()));
    db.run("delete from key_recent");
    long oldest = KeyRows.oldestEvent(db);
    List<KeyRun> gone = runs.stream().filter(run -> run.last() < oldest).toList();
    var retired = new ArrayList<>(memory.retired());
    for (KeyRun run : gone) {
      KeyRows.retire(db, run.id());
      retired.add(run);
    }
    runs.removeAll(gone);
    return new Memory(new RecentKeys(), List.copyOf(runs), memory.join(), List.copyOf(retired));
  }

  /// Does one piece of what is to be done for the runs, if there is any; returns what is then to be
  /// in memory.
  private Memory tidied(Session db) throws SQLException {
    List<KeyRun> retired = memory.retired();
    if (!retired.isEmpty()) {
      KeyRows.drop(db, retired.getFirst().id());
      List<KeyRun> rest = retired.subList(1, retired.size());
      return new Memory(memory.recent(), memory.runs(), memory.join(), rest);
    }
    Optional<KeyJoin> join = memory.join().isPresent() ? memory.join() : begun(db);
    return join.isPresent() ? joined(db, join.get().next(db, slices)) : memory;
  }

  private Optional<KeyJoin> begun(Session db) throws SQLException {
    List<KeyRun> small =
        memory.runs().stream()
            .filter(run -> run.entries() < fold * together)
            .limit(together)
            .toList();
    return small.size() < together ? Optional.empty() : Optional.of(KeyJoin.begin(db, small));
  }

  private Memory joined(Session db, KeyJoin join) throws SQLException {
    if (join.done() < slices) {
      return new Memory(memory.recent(), memory.runs(), Optional.of(join), List.of());
    }
    var runs = new ArrayList<>(memory.runs());
    runs.removeAll(join.runs());
    var retired = new ArrayList<>(join.runs());
    KeyRun whole = join.finish(db);
    (whole.entries() > 0 ? runs : retired).add(whole);
    return new Memory(memory.recent(), List.copyOf(runs), Optional.empty(), List.copyOf(retired));
  }

  @Override
  public void committed() {
    if (claims != null) {
      memory = claims.memory();
      claims.won().forEach(memory.recent()::add);
      claims = null;
    }
  }

  /// Looks into the runs of which the filter says that they may have the key, and into all that
  /// have come to count since: what was being joined, and what is newer than any.
  @Override
  public Optional<Holder> find(Connection db, TenantId tenant, Origin origin) throws SQLException {
    var wanted = new Wanted(KeyEntry.fingerprint(tenant, origin), tenant, origin);
    Memory then = memory;
    var runs = new ArrayList<Long>();
    then.join().ifPresent(join -> runs.add(join.id()));
    then.runs().stream()
        .filter(run -> run.filter().mayHold(wanted.fingerprint()))
        .forEach(run -> runs.add(run.id()));
    long newest = then.runs().stream().mapToLong(KeyRun::id).max().orElse(Long.MIN_VALUE);
    try (var select = db.prepareStatement(HOLDER)) {
      for (EventId event : KeyRows.events(db, wanted.fingerprint(), runs, newest)) {
        Optional<Holder> holder = holder(select, event, wanted);
        if (holder.isPresent()) {
          return holder;
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public void free(Handle db, List<Long> events) {}
}
