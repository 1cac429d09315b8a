package dev.posthouse.store;

import static dev.posthouse.store.Database.Failure.ROW;

import dev.posthouse.event.EventId;
import dev.posthouse.event.OpenDelivery;
import dev.posthouse.store.Appended.Entry;
import dev.posthouse.store.Command.OfAppend;
import dev.posthouse.store.Command.OfChange;
import dev.posthouse.store.Command.OfSettle;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one writer: takes what waits, writes it in one transaction, commits once, tells the callers.
/// One thread calls [#step].
final class Writer {
  private static final Logger log = LoggerFactory.getLogger(Writer.class);

  /// Writers in each other's way try again; this often in a row means that something else is wrong.
  private static final int COLLISIONS = 20;

  private static final Duration RECONNECT_EVERY = Duration.ofMillis(250);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final Database database;
  private final Queues queues;
  private final Backlog backlog;
  private final Partitions partitions;
  private final WriterCounts counts;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final long epoch;
  private final Pace pace;
  private final Recovery recovery;
  private @Nullable Session session;
  private Instant nextTry = Instant.EPOCH;
  private volatile Optional<Outage> outage = Optional.empty();

  /// What follows an outage, on the writer's thread.
  ///
  /// @param recount counts anew what has become unsure; if it throws, the outage goes on
  /// @param told runs when commits succeed again
  record Recovery(Runnable recount, Runnable told) {}

  Writer(Ledger.Parts parts, Queues queues, Backlog backlog, long epoch, Recovery recovery) {
    database = parts.database();
    clock = parts.clock();
    nanos = parts.nanos();
    counts = parts.counts();
    pace = new Pace(parts.limits().transactionRows(), parts.limits().transactionTime());
    partitions = new Partitions(database);
    this.queues = queues;
    this.backlog = backlog;
    this.epoch = epoch;
    this.recovery = recovery;
  }

  /// The database cannot write; what was under way is not known to be stored.
  private static final class Unavailable extends Exception {
    private static final long serialVersionUID = 1;
    private final Appended.Reason reason;

    Unavailable(Exception cause, Appended.Reason reason) {
      super(cause.getMessage(), cause);
      this.reason = reason;
    }
  }

  /// Writes one batch. Returns how many commands it took; 0 when there was nothing to do, or
  /// nothing could be done.
  int step() {
    if (session == null && !connect()) {
      return 0;
    }
    var batch = queues.take(pace.rows());
    if (batch.isEmpty()) {
      return 0;
    }
    long started = nanos.getAsLong();
    try {
      write(batch.settles(), batch.appends());
      if (batch.change().isPresent()) {
        write(batch.change().get());
      }
    } catch (Unavailable e) {
      lost(batch, e);
    }
    long took = nanos.getAsLong() - started;
    counts.commitNanos.add(took);
    pace.took(took, batch.size());
    return batch.size();
  }

  /// Why the database cannot write at present.
  Optional<Outage> outage() {
    return outage;
  }

  private Session session() {
    if (session == null) {
      throw new IllegalStateException("the writer has no connection");
    }
    return session;
  }

  private void write(List<OfSettle> settles, List<OfAppend> appends) throws Unavailable {
    if (settles.isEmpty() && appends.isEmpty()) {
      return;
    }
    for (int collisions = 0; ; collisions++) {
      try {
        transaction(settles, new ArrayList<>(appends));
        return;
      } catch (SQLException e) {
        rollback();
        switch (database.classify(e)) {
          case ROW -> {
            split(settles, appends, e);
            return;
          }
          case COLLISION -> giveUpAfter(collisions, e);
          case UNAVAILABLE -> throw new Unavailable(e, Appended.Reason.DATABASE);
          case DISK_FULL -> throw new Unavailable(e, Appended.Reason.DISK_FULL);
        }
      }
    }
  }

  private static void giveUpAfter(int collisions, SQLException e) throws Unavailable {
    if (collisions == COLLISIONS) {
      throw new Unavailable(e, Appended.Reason.DATABASE);
    }
  }

  private void transaction(List<OfSettle> settles, List<OfAppend> appends)
      throws SQLException, Unavailable {
    Instant now = clock.instant();
    prepareFor(appends);
    while (true) {
      var settled =
          SettleBatch.write(session(), settles.stream().map(OfSettle::settle).toList(), now);
      var appending = new AppendBatch(session(), backlog, epoch, now);
      var writes = appends.stream().map(OfAppend::append).toList();
      Map<Append, Appended> refused = appending.claim(writes);
      if (refused.isEmpty()) {
        List<Appended> appended = appending.write(writes);
        commit();
        finish(settles, settled);
        finish(appends, appended, appending.open());
        return;
      }
      session().rollback();
      appends.removeIf(command -> refuse(command, refused));
    }
  }

  private static boolean refuse(OfAppend command, Map<Append, Appended> refused) {
    Appended answer = refused.get(command.append());
    return answer != null && command.done().complete(answer);
  }

  private void prepareFor(List<OfAppend> appends) throws SQLException {
    for (OfAppend command : appends) {
      for (var routed : command.append().events()) {
        partitions.ensure(session(), routed.event().id());
      }
    }
  }

  /// If the commit itself throws, nobody knows whether it happened.
  private void commit() throws Unavailable {
    try {
      session().commit();
    } catch (SQLException e) {
      boolean full = database.classify(e) == Database.Failure.DISK_FULL;
      throw new Unavailable(e, full ? Appended.Reason.DISK_FULL : Appended.Reason.DATABASE);
    }
  }

  private void finish(List<OfSettle> settles, SettleBatch.Result result) {
    result.closed().forEach(backlog::closed);
    for (int i = 0; i < settles.size(); i++) {
      Settled settled = result.settled().get(i);
      (settled instanceof Settled.MovedOn ? counts.movedOn : counts.settles).increment();
      settles.get(i).done().complete(settled);
    }
    counts.rows.add(3L * settles.size());
  }

  private void finish(List<OfAppend> appends, List<Appended> results, List<OpenDelivery> open) {
    open.forEach(backlog::opened);
    for (int i = 0; i < appends.size(); i++) {
      counts.rows.add(appends.get(i).rows());
      if (results.get(i) instanceof Appended.Stored stored) {
        stored.entries().forEach(this::count);
      }
      appends.get(i).done().complete(results.get(i));
    }
  }

  private void count(Entry entry) {
    switch (entry) {
      case Entry.Accepted accepted -> counts.events.increment();
      case Entry.Duplicate duplicate -> counts.duplicates.increment();
      case Entry.Conflict conflict -> {}
      case Entry.Rejected rejected -> {}
    }
  }

  /// One row is to blame: halves go on alone until only its command is left, and that one fails.
  private void split(List<OfSettle> settles, List<OfAppend> appends, SQLException why)
      throws Unavailable {
    if (settles.size() + appends.size() == 1) {
      if (settles.isEmpty()) {
        reject(appends.getFirst(), why);
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

  private void reject(OfAppend command, SQLException why) {
    EventId first = command.append().events().getFirst().event().id();
    log.error("append refused by the database event={} why={}", first, why.getMessage());
    var entries =
        command.append().events().stream()
            .<Entry>map(r -> new Entry.Rejected(r.event().id(), "the database refused it"))
            .toList();
    command.done().complete(new Appended.Stored(entries));
  }

  /// The same number and verdict, without the receiver's own words, which may be what is refused.
  private void writeBare(OfSettle command, SQLException why) throws Unavailable {
    Settle settle = command.settle();
    if (settle.report().isBare()) {
      log.error("settle refused by the database delivery={}", settle.delivery().id(), why);
      command.done().completeExceptionally(new StoreException("the database refused it", why));
      return;
    }
    counts.bare.increment();
    log.warn("settle kept bare delivery={} why={}", settle.delivery().id(), why.getMessage());
    var bare = new Settle(settle.delivery(), settle.report().bare(), settle.verdict());
    write(List.of(new OfSettle(bare, command.done())), List.of());
  }

  private void write(OfChange<?> command) throws Unavailable {
    for (int collisions = 0; collisions <= COLLISIONS; collisions++) {
      try {
        Runnable tell = command.apply(session().handle());
        commit();
        tell.run();
        return;
      } catch (RuntimeException e) {
        rollback();
        var failure = e.getCause() instanceof SQLException sql ? database.classify(sql) : ROW;
        switch (failure) {
          case ROW -> {
            command.done().completeExceptionally(e);
            return;
          }
          case COLLISION -> {}
          case UNAVAILABLE -> throw new Unavailable(e, Appended.Reason.DATABASE);
          case DISK_FULL -> throw new Unavailable(e, Appended.Reason.DISK_FULL);
        }
      }
    }
    command.done().completeExceptionally(new StoreException("others are in the way, try again"));
  }

  private void rollback() throws Unavailable {
    try {
      session().rollback();
    } catch (SQLException e) {
      throw new Unavailable(e, Appended.Reason.DATABASE);
    }
  }

  /// Publishers are told to come again. Results of attempts are kept: they are written later, never
  /// sent again by this process.
  private void lost(Queues.Batch batch, Unavailable why) {
    log.error("database cannot write reason={} why={}", why.reason, why.getMessage());
    outage = Optional.of(new Outage(why.reason, String.valueOf(why.getMessage()), clock.instant()));
    disconnect();
    queues.putBack(batch.settles().stream().filter(c -> !c.done().isDone()).toList());
    var appends = new ArrayList<>(batch.appends());
    appends.addAll(queues.drainAppends());
    appends.stream()
        .filter(c -> !c.done().isDone())
        .forEach(c -> c.unavailable(why.reason, RETRY_AFTER));
    var changes = new ArrayList<OfChange<?>>(queues.drainChanges());
    batch.change().ifPresent(changes::add);
    changes.forEach(
        c -> c.done().completeExceptionally(new StoreException("database is away", why)));
  }

  private boolean connect() {
    Instant now = clock.instant();
    if (now.isBefore(nextTry)) {
      return false;
    }
    nextTry = now.plus(RECONNECT_EVERY);
    try {
      session = new Session(database.connect(), counts);
      Nodes.beat(session.handle(), epoch, now);
      session.commit();
      if (outage.isPresent()) {
        recovery.recount().run();
      }
    } catch (SQLException | JdbiException | StoreException e) {
      disconnect();
      if (outage.isEmpty()) {
        outage =
            Optional.of(new Outage(Appended.Reason.DATABASE, String.valueOf(e.getMessage()), now));
      }
      return false;
    }
    if (outage.isPresent()) {
      log.info("database writes again away={}", Duration.between(outage.get().since(), now));
      outage = Optional.empty();
      recovery.told().run();
    }
    return true;
  }

  /// Called when the writer's thread has ended.
  void close() {
    disconnect();
    queues.drainAppends().forEach(c -> c.unavailable(Appended.Reason.CLOSING, RETRY_AFTER));
    queues
        .drainChanges()
        .forEach(c -> c.done().completeExceptionally(new StoreException("closing")));
  }

  private void disconnect() {
    if (session != null) {
      session.close();
      session = null;
    }
  }
}
