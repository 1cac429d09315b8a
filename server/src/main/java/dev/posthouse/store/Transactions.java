package dev.posthouse.store;

import static dev.posthouse.store.Database.Failure.COLLISION;
import static dev.posthouse.store.Database.Failure.DISK_FULL;
import static dev.posthouse.store.Database.Failure.ROW;

import dev.posthouse.event.Routed;
import dev.posthouse.store.Appended.Entry;
import dev.posthouse.store.Command.OfAppend;
import dev.posthouse.store.Command.OfChange;
import dev.posthouse.store.Command.OfSettle;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes commands through one session and tells their callers after the commit: all in one
/// transaction where that goes; in halves where a row, or a defect of ours, stands against it,
/// until only its own caller is failed. Used by the writer's thread only.
final class Transactions {
  private static final Logger log = LoggerFactory.getLogger(Transactions.class);

  /// Writers in each other's way try again; this often in a row means that something else is wrong.
  private static final int COLLISIONS = 20;

  private final Ledger.Parts parts;
  private final Session session;
  private final Partitions partitions;
  private final Node node;
  private final Consumer<List<Opened>> lanes;
  private long commitNanos;

  /// @param lanes takes what was just committed, before anybody is told of it; must not throw
  Transactions(Ledger.Parts parts, Session session, Node node, Consumer<List<Opened>> lanes) {
    this.parts = parts;
    this.session = session;
    this.node = node;
    this.lanes = lanes;
    partitions = new Partitions(parts.database());
  }

  /// How long all commits together took: what the disk needs whatever the size of a transaction.
  long commitNanos() {
    return commitNanos;
  }

  void write(List<OfSettle> settles, List<OfAppend> appends) throws Unavailable {
    if (settles.isEmpty() && appends.isEmpty()) {
      return;
    }
    for (int collisions = 0; ; collisions++) {
      Runnable tell;
      try {
        tell = transaction(settles, appends);
      } catch (SQLException | RuntimeException e) {
        if (undo(e) == ROW) {
          split(settles, appends, e);
          return;
        }
        if (collisions == COLLISIONS) {
          throw new Unavailable(e, Appended.Reason.DATABASE);
        }
        continue;
      }
      tell.run();
      return;
    }
  }

  /// Returns what is to be told now that all is committed.
  private Runnable transaction(List<OfSettle> settles, List<OfAppend> appends)
      throws SQLException, Unavailable {
    Instant now = parts.clock().instant();
    prepareFor(settles, appends);
    var refused = new IdentityHashMap<Append, Appended>();
    List<Settle> results = settles.stream().map(OfSettle::settle).toList();
    while (true) {
      node.counting().begin(now);
      var settled = SettleBatch.write(session, results, now, node.counting());
      var rest = appends.stream().filter(c -> !refused.containsKey(c.append())).toList();
      var writes = writes(rest, settled.news());
      var appending = new AppendBatch(session, node, now);
      IdentityHashMap<Append, Appended> conflicting = appending.claim(writes);
      if (conflicting.isEmpty()) {
        List<Appended> appended = appending.write(writes);
        node.counting().write(session);
        commit();
        node.keys().committed();
        return () -> {
          finish(settles, settled);
          finish(rest, appended, appending);
          tell(appends, refused);
        };
      }
      session.rollback();
      refused.putAll(conflicting);
    }
  }

  /// News of settles come last: nobody waits for what becomes of them.
  private static List<Append> writes(List<OfAppend> appends, List<Routed> news) {
    var writes = new ArrayList<Append>(appends.size() + 1);
    appends.forEach(command -> writes.add(command.append()));
    if (!news.isEmpty()) {
      writes.add(new Append(news, false));
    }
    return writes;
  }

  private void prepareFor(List<OfSettle> settles, List<OfAppend> appends) throws SQLException {
    for (OfSettle command : settles) {
      if (command.settle().news().isPresent()) {
        partitions.ensure(session, command.settle().news().get().event().id());
      }
    }
    for (OfAppend command : appends) {
      for (Routed routed : command.append().events()) {
        partitions.ensure(session, routed.event().id());
      }
    }
  }

  /// If the commit itself throws, nobody knows whether it happened.
  private void commit() throws Unavailable {
    long started = parts.nanos().getAsLong();
    try {
      session.commit();
      node.counting().committed();
    } catch (SQLException | RuntimeException e) {
      boolean full = classify(e) == DISK_FULL;
      throw new Unavailable(e, full ? Appended.Reason.DISK_FULL : Appended.Reason.DATABASE);
    }
    commitNanos += parts.nanos().getAsLong() - started;
  }

  private void finish(List<OfSettle> settles, SettleBatch.Result result) {
    result.closed().forEach(node.backlog()::closed);
    for (int i = 0; i < settles.size(); i++) {
      Settled settled = result.settled().get(i);
      boolean movedOn = settled instanceof Settled.MovedOn;
      (movedOn ? parts.counts().movedOn : parts.counts().settles).increment();
      settles.get(i).done().complete(settled);
    }
    parts.counts().rows.add((long) OfSettle.ROWS * settles.size());
  }

  private void finish(List<OfAppend> appends, List<Appended> results, AppendBatch appending) {
    opened(appending);
    for (int i = 0; i < appends.size(); i++) {
      parts.counts().rows.add(appends.get(i).rows());
      if (results.get(i) instanceof Appended.Stored stored) {
        stored.entries().forEach(this::count);
      }
      appends.get(i).done().complete(results.get(i));
    }
  }

  private void count(Entry entry) {
    switch (entry) {
      case Entry.Accepted accepted -> parts.counts().events.increment();
      case Entry.Duplicate duplicate -> parts.counts().duplicates.increment();
      case Entry.Conflict conflict -> {}
      case Entry.Rejected rejected -> {}
    }
  }

  private static void tell(List<OfAppend> appends, IdentityHashMap<Append, Appended> refused) {
    for (OfAppend command : appends) {
      Appended answer = refused.get(command.append());
      if (answer != null) {
        command.done().complete(answer);
      }
    }
  }

  /// One row is to blame: halves go on alone until only its command is left, and that one fails.
  private void split(List<OfSettle> settles, List<OfAppend> appends, Exception why)
      throws Unavailable {
    if (settles.size() + appends.size() == 1) {
      if (settles.isEmpty()) {
        writeInParts(appends.getFirst(), why);
      } else {
        writeBare(settles.getFirst(), why);
      }
    } else if (!settles.isEmpty() && !appends.isEmpty()) {
      write(settles, List.of());
      write(List.of(), appends);
    } else {
      int settleHalf = settles.size() / 2;
      int appendHalf = appends.size() / 2;
      write(settles.subList(0, settleHalf), appends.subList(0, appendHalf));
      write(
          settles.subList(settleHalf, settles.size()), appends.subList(appendHalf, appends.size()));
    }
  }

  /// The events of a batch that is not atomic are each other's neighbours too: they are halved
  /// likewise, until only the one that is to blame is rejected.
  private void writeInParts(OfAppend command, Exception why) throws Unavailable {
    List<Routed> events = command.append().events();
    if (command.append().atomic() || events.size() == 1) {
      reject(command, why);
      return;
    }
    var first = OfAppend.of(new Append(events.subList(0, events.size() / 2), false));
    var second = OfAppend.of(new Append(events.subList(events.size() / 2, events.size()), false));
    write(List.of(), List.of(first));
    write(List.of(), List.of(second));
    command.done().complete(joined(first, second));
  }

  private static Appended joined(OfAppend first, OfAppend second) {
    return new Appended.Stored(
        Stream.of(first, second)
            .flatMap(half -> ((Appended.Stored) half.done().join()).entries().stream())
            .toList());
  }

  private static void reject(OfAppend command, Exception why) {
    var events = command.append().events();
    log.error("append result=rejected event={}", events.getFirst().event().id(), why);
    var entries =
        events.stream()
            .<Entry>map(r -> new Entry.Rejected(r.event().id(), "the database refused it"))
            .toList();
    command.done().complete(new Appended.Stored(entries));
  }

  /// The same number and verdict, without the receiver's own words, which may be what is refused.
  private void writeBare(OfSettle command, Exception why) throws Unavailable {
    Settle settle = command.settle();
    if (settle.report().isBare()) {
      log.error("settle result=rejected delivery={}", settle.delivery().id(), why);
      command.done().completeExceptionally(new StoreException("the database refused it", why));
      return;
    }
    parts.counts().bare.increment();
    log.warn("settle result=bare delivery={} why={}", settle.delivery().id(), why.getMessage());
    write(List.of(new OfSettle(settle.bare(), command.done())), List.of());
  }

  void write(OfChange<?> command) throws Unavailable {
    long started = parts.nanos().getAsLong();
    for (int collisions = 0; collisions <= COLLISIONS; collisions++) {
      Runnable tell;
      try {
        tell = change(command);
      } catch (SQLException | RuntimeException e) {
        if (undo(e) == COLLISION) {
          continue;
        }
        command.done().completeExceptionally(e);
        return;
      }
      commit();
      parts.counts().changeNanos.add(parts.nanos().getAsLong() - started);
      tell.run();
      return;
    }
    command.done().completeExceptionally(new StoreException("others are in the way, try again"));
  }

  /// Returns what is to be told once all is committed.
  private Runnable change(OfChange<?> command) throws SQLException {
    for (Routed routed : command.events()) {
      partitions.ensure(session, routed.event().id());
    }
    Instant now = parts.clock().instant();
    node.counting().begin(now);
    OfChange.Applied applied = command.apply(session.handle());
    var appending = new AppendBatch(session, node, now);
    if (!applied.events().isEmpty()) {
      var _ = appending.write(List.of(new Append(applied.events(), false)));
    }
    node.counting().write(session);
    return () -> {
      if (!applied.events().isEmpty()) {
        opened(appending);
      }
      applied.tell().run();
    };
  }

  private void opened(AppendBatch appending) {
    appending.open().forEach(one -> node.backlog().opened(one.delivery()));
    appending.held().forEach(node.backlog()::opened);
    lanes.accept(appending.open());
  }

  /// Rolls back what failed and says whether to try the same again (`COLLISION`) or not (`ROW`). A
  /// connection to a database that cannot write is not used any more, not even for that.
  private Database.Failure undo(Exception e) throws Unavailable {
    Database.Failure failure = classify(e);
    switch (failure) {
      case UNAVAILABLE -> throw new Unavailable(e, Appended.Reason.DATABASE);
      case DISK_FULL -> throw new Unavailable(e, Appended.Reason.DISK_FULL);
      case ROW, COLLISION -> {}
    }
    try {
      session.rollback();
    } catch (SQLException brokenToo) {
      throw new Unavailable(brokenToo, Appended.Reason.DATABASE);
    }
    return failure;
  }

  /// What is not the database's fault is our own, about one command, as a bad row is.
  private Database.Failure classify(Exception e) {
    if (e instanceof SQLException sql) {
      return parts.database().classify(sql);
    }
    return e.getCause() instanceof SQLException sql ? parts.database().classify(sql) : ROW;
  }
}
