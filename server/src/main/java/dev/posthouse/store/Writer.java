package dev.posthouse.store;

import dev.posthouse.store.Command.OfChange;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one writer: takes what waits, has it written in one transaction, and sees to the connection:
/// what becomes of the callers while there is none, and what is done once it is back. One thread
/// calls [#step].
final class Writer {
  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

  /// How often an absent database is tried.
  static final Duration RECONNECT_EVERY = Duration.ofMillis(250);

  /// After a change, batches get so many times as long before the next, where both wait: clearing
  /// up thus takes a fifth of the writer's time at most.
  private static final int CHANGES_WAIT = 4;

  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  private final Ledger.Parts parts;
  private final Queues queues;
  private final Node node;
  private final Pace pace;
  private final Runnable recovered;
  private final Consumer<List<Opened>> lanes;
  private @Nullable Session session;
  private @Nullable Transactions transactions;
  private long nextTry;
  private long tookNanos;

  /// How much time batches still get before the next change.
  private long changesWait;

  private volatile Optional<Outage> outage = Optional.empty();

  /// @param recovered told, by the writer's thread, that the database writes again
  /// @param lanes takes, on the writer's thread, what was just committed
  Writer(
      Ledger.Parts parts,
      Queues queues,
      Node node,
      Runnable recovered,
      Consumer<List<Opened>> lanes) {
    this.parts = parts;
    this.queues = queues;
    this.node = node;
    this.recovered = recovered;
    this.lanes = lanes;
    pace = new Pace(parts.limits().transactionRows(), parts.limits().transactionTime());
    nextTry = parts.nanos().getAsLong();
  }

  /// Writes one batch. Returns how many commands it took; 0 when there was nothing to do, or
  /// nothing could be done.
  int step() {
    Transactions open = transactions != null ? transactions : connect();
    if (open == null) {
      return 0;
    }
    var batch = queues.take(pace.rows(), changesWait == 0);
    if (!batch.isEmpty()) {
      try {
        write(open, batch);
      } catch (Unavailable e) {
        lost(batch, e);
      } catch (RuntimeException | Error e) {
        lost(batch, new Unavailable(e, Appended.Reason.DATABASE));
        throw e;
      }
    }
    return batch.size();
  }

  private void write(Transactions open, Queues.Batch batch) throws Unavailable {
    long started = parts.nanos().getAsLong();
    long commits = open.commitNanos();
    open.write(batch.settles(), batch.appends());
    long took = parts.nanos().getAsLong() - started;
    pace.took(took - (open.commitNanos() - commits), batch.size());
    changesWait = Math.max(0, changesWait - took);
    if (batch.change().isPresent()) {
      open.write(batch.change().get());
      changesWait = CHANGES_WAIT * (parts.nanos().getAsLong() - started - took);
    }
    tookNanos = parts.nanos().getAsLong() - started;
    parts.counts().commitNanos.add(tookNanos);
  }

  /// What goes wrong here is not the ledger's: all is committed, and found again by a look into the
  /// database.
  private void handOver(List<Opened> opened) {
    try {
      lanes.accept(opened);
    } catch (RuntimeException e) {
      LOG.error("hand_over result=failed deliveries={}", opened.size(), e);
      recovered.run();
    }
  }

  /// How long the latest batch took.
  long tookNanos() {
    return tookNanos;
  }

  /// Why the database cannot write at present.
  Optional<Outage> outage() {
    return outage;
  }

  /// Results of attempts are kept: they are written later, never sent again by this process.
  /// Everybody else is told to come again.
  private void lost(Queues.Batch batch, Unavailable why) {
    LOG.error("database result=cannot_write reason={} why={}", why.reason, why.getMessage());
    outage = Optional.of(outage(why, why.reason));
    disconnect();
    queues.putBack(batch.settles().stream().filter(c -> !c.done().isDone()).toList());
    batch.appends().forEach(c -> c.unavailable(why.reason, RETRY_AFTER));
    batch.change().ifPresent(c -> refuse(c, why));
    turnAway(why.reason, why);
  }

  private Outage outage(Exception why, Appended.Reason reason) {
    return new Outage(reason, String.valueOf(why.getMessage()), parts.clock().instant());
  }

  private void turnAway(Appended.Reason reason, Exception why) {
    queues.drainAppends().forEach(c -> c.unavailable(reason, RETRY_AFTER));
    queues.drainChanges().forEach(c -> refuse(c, why));
  }

  private static void refuse(OfChange<?> change, Exception why) {
    change.done().completeExceptionally(new StoreException("the database cannot write", why));
  }

  /// Null while the database is away.
  private @Nullable Transactions connect() {
    if (parts.nanos().getAsLong() < nextTry) {
      return null;
    }
    nextTry = parts.nanos().getAsLong() + RECONNECT_EVERY.toNanos();
    try {
      session = new Session(parts.database().connect(), parts.counts());
      greet(session);
      transactions = new Transactions(parts, session, node, this::handOver);
    } catch (SQLException | RuntimeException e) {
      disconnect();
      Outage now = outage.orElseGet(() -> outage(e, reason(e)));
      outage = Optional.of(now);
      turnAway(now.reason(), e);
      return null;
    }
    outage.ifPresent(this::over);
    return transactions;
  }

  /// Proves that the database takes a write. What an outage has made unsure is counted and read
  /// anew, before anything else is written.
  private void greet(Session fresh) throws SQLException {
    if (outage.isPresent()) {
      node.backlog().clear();
      Fetches.count(parts.database(), fresh.handle().getConnection(), node.backlog());
    }
    node.keys().load(fresh.handle().getConnection());
    node.counting().renew();
    var beat = node.lease().beat(fresh.handle()); // the latest, for all before may have taken long
    fresh.commit();
    var _ = node.lease().committed(beat); // all is looked for anew in any case
  }

  private Appended.Reason reason(Exception e) {
    boolean full =
        Stream.of(e, e.getCause())
            .filter(SQLException.class::isInstance)
            .map(SQLException.class::cast)
            .anyMatch(sql -> parts.database().classify(sql) == Database.Failure.DISK_FULL);
    return full ? Appended.Reason.DISK_FULL : Appended.Reason.DATABASE;
  }

  private void over(Outage past) {
    LOG.info("database result=writes_again away_since={}", past.since());
    outage = Optional.empty();
    recovered.run();
  }

  /// Called when the writer's thread has ended: nobody is left waiting for an answer.
  void close() {
    if (parts.database().shared()) {
      endLease();
    }
    disconnect();
    queues.close();
    var closing = new StoreException("the server has stopped");
    turnAway(Appended.Reason.CLOSING, closing);
    var unwritten = queues.drainSettles();
    if (!unwritten.isEmpty()) {
      LOG.error("ledger result=closed unwritten_results={}", unwritten.size());
      unwritten.forEach(c -> c.done().completeExceptionally(closing));
    }
  }

  private void endLease() {
    if (session == null) {
      return;
    }
    try {
      node.lease().end(session.handle());
      session.commit();
    } catch (SQLException | RuntimeException e) {
      LOG.warn("ledger result=lease_not_ended why={}", e.getMessage());
    }
  }

  private void disconnect() {
    transactions = null;
    if (session != null) {
      session.close();
      session = null;
    }
  }
}
