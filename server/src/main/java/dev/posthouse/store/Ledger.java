package dev.posthouse.store;

import dev.posthouse.event.ContentHash;
import dev.posthouse.event.EndpointId;
import dev.posthouse.event.Event;
import dev.posthouse.event.EventId;
import dev.posthouse.event.Origin;
import dev.posthouse.event.Routed;
import dev.posthouse.event.TenantId;
import dev.posthouse.store.EventKeys.Holder;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/// The hot tables and their one writer. Commands return a handle at once; it completes when the
/// commit that holds the command is on the disk. Whoever made it calls [#step] in a loop on one
/// thread.
public final class Ledger {
  /// Payloads up to this come along with a fetch and are held in the lane; larger ones are read
  /// when their attempt runs. 16 KB: a full lane then holds at most 16 MB.
  public static final int SMALL_PAYLOAD = 16 * 1024;

  /// Commands that make a batch worth its commit.
  private static final int ENOUGH = 64;

  private static final Duration GATHER = Duration.ofMillis(2);

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final Database database;
  private final InstantSource clock;
  private final Limits limits;
  private final long epoch;
  private final EventKeys keys;
  private final Queues queues;
  private final Feed feed;
  private final Lease lease;
  private final Backlog backlog;
  private final Writer writer;
  private final Fetches fetches;
  private final LaterSeal seal = new LaterSeal();
  private volatile Runnable recovered = () -> {};
  private volatile Consumer<List<Opened>> lanes = opened -> {};
  private volatile boolean closing;

  /// What a ledger is made of.
  ///
  /// @param nanos an ever-growing clock for measuring how long transactions take
  public record Parts(
      Database database,
      InstantSource clock,
      LongSupplier nanos,
      WriterCounts counts,
      Limits limits) {}

  private Ledger(Parts parts, long epoch, Lease lease, Backlog backlog) {
    database = parts.database();
    clock = parts.clock();
    limits = parts.limits();
    this.epoch = epoch;
    this.backlog = backlog;
    keys = database.keys();
    queues = new Queues(limits);
    feed = new Feed(epoch);
    this.lease = lease;
    writer =
        new Writer(
            parts,
            queues,
            new Node(
                epoch,
                backlog,
                keys,
                database.fingerprints(),
                seal,
                new Counting(epoch, feed),
                lease),
            () -> recovered.run(),
            opened -> lanes.accept(opened));
    fetches = new Fetches(database, epoch);
  }

  /// Takes a new epoch for this node, declares its former ones dead and counts what is open.
  ///
  /// @param node names this node, the same at each of its starts
  /// @param epoch an id that was never used
  /// @throws StoreException if the database is away
  public static Ledger open(Parts parts, String node, long epoch) {
    var backlog = new Backlog(parts.limits());
    var lease = new Lease(parts, node, epoch);
    try (var db = parts.database().connect()) {
      Instant now = parts.database().leaseTime(db, parts.clock().instant());
      Nodes.start(db, node, epoch, now);
      Fetches.count(parts.database(), db, backlog);
      db.rollback();
    } catch (SQLException e) {
      throw new StoreException("cannot open the ledger: " + e.getMessage(), e);
    }
    var ledger = new Ledger(parts, epoch, lease, backlog);
    ledger.glance();
    return ledger;
  }

  /// Learns whom readers at other nodes follow since the last [#beat]. Blocking.
  ///
  /// @throws StoreException if the database does not answer
  public void glance() {
    Instant now = clock.instant();
    var _ =
        read(db -> {
          feed.glance(db, now);
          return now;
        });
  }

  /// @throws IllegalArgumentException if the append has no event or more rows than a command may
  ///   have
  public CompletableFuture<Appended> append(Append append) {
    var command = Command.OfAppend.of(append);
    if (command.rows() > limits.commandRows()) {
      throw new IllegalArgumentException(
          command.rows() + " rows, a command may write " + limits.commandRows());
    }
    var why = closing ? Optional.of(Appended.Reason.CLOSING) : unavailable();
    if (why.isEmpty()) {
      why = queues.offer(command);
    }
    why.ifPresent(reason -> command.unavailable(reason, RETRY_AFTER));
    return command.done();
  }

  /// Whether an append of this many rows is too large for one command.
  public boolean tooLarge(Append append) {
    return Command.OfAppend.rows(append) > limits.commandRows();
  }

  private Optional<Appended.Reason> unavailable() {
    return writer
        .outage()
        .map(Outage::reason)
        .or(() -> database.crowded().map(why -> Appended.Reason.DISK_FULL));
  }

  /// Never refused. While the database is away it is kept and written later.
  public CompletableFuture<Settled> settle(Settle settle) {
    var command = new Command.OfSettle(settle, new CompletableFuture<>());
    if (!queues.add(command)) {
      command.done().completeExceptionally(new StoreException("the server has stopped"));
    }
    return command.done();
  }

  /// Completes exceptionally with what the change threw, or with [StoreException] if it is not
  /// known to be stored.
  public <T> CompletableFuture<T> change(Change<T> change) {
    return change(change, List.of(), result -> false);
  }

  /// The same with events, which have no keys: they are stored if and only if the change is, and
  /// `publishes` its result.
  public <T> CompletableFuture<T> change(
      Change<T> change, List<Routed> events, Predicate<T> publishes) {
    return queued(new Command.OfChange<>(change, events, publishes, new CompletableFuture<T>()));
  }

  /// The same for a change that means something to what is written next: `committed` is told of its
  /// result before anything else is, and must not block.
  public <T> CompletableFuture<T> changeThen(Change<T> change, Consumer<T> committed) {
    var done = new CompletableFuture<T>();
    var told =
        done.thenApply(result -> {
          committed.accept(result);
          return result;
        });
    var _ = queued(new Command.OfChange<>(change, List.of(), result -> false, done));
    return told;
  }

  private <T> CompletableFuture<T> queued(Command.OfChange<T> command) {
    if (writer.outage().isPresent()) {
      command.done().completeExceptionally(new StoreException("the database cannot write"));
    } else if (closing || !queues.add(command)) {
      command.done().completeExceptionally(new StoreException("no changes are taken at present"));
    }
    return command.done();
  }

  /// Extends the lease of this node's epoch. Completes with whether there may be work that is free
  /// and that no lane knows of.
  public CompletableFuture<Boolean> beat() {
    return change(
            db -> {
              feed.look(db, clock.instant());
              return lease.beat(db);
            })
        .thenApply(lease::committed);
  }

  public Lease lease() {
    return lease;
  }

  /// See [Database#newestOfTenant].
  public String newestOfTenant() {
    return database.newestOfTenant();
  }

  /// Reads on a connection of the readers; blocks for at most [Database#READ_SECONDS].
  ///
  /// @throws StoreException if the database does not answer
  public <T> T read(Function<Handle, T> query) {
    return database.read(Lent.to(query));
  }

  /// Reads stretches of lists, see [Database#list]; blocks for at most [Database#READ_SECONDS].
  ///
  /// @throws StoreException if the database does not answer
  public <T> T list(Function<Handle, T> query) {
    return database.list(Lent.to(query));
  }

  /// Open work of an endpoint due by `now`, manual attempts first, at most `limit`; from here on it
  /// is this node's. Blocking.
  public Fetched fetch(EndpointId endpoint, Instant now, int limit) {
    return fetches.fetch(endpoint, now, limit);
  }

  /// Every endpoint with open work, and when the first of it is due. Blocking.
  public List<OpenEndpoint> openEndpoints() {
    return fetches.openEndpoints();
  }

  public Optional<Event> event(EventId id) {
    return database.read(db -> EventRows.find(db, id));
  }

  /// The event that was stored before under this key with this content.
  ///
  /// @throws StoreException if the database does not answer
  public Optional<EventId> stored(TenantId tenant, Origin origin, ContentHash hash) {
    return holder(tenant, origin).filter(holder -> holder.hash().equals(hash)).map(Holder::id);
  }

  Feed feed() {
    return feed;
  }

  EventKeys keys() {
    return keys;
  }

  EventLocks locks() {
    return new EventLocks(database.shared());
  }

  /// The event that was stored under this key.
  ///
  /// @throws StoreException if the database does not answer
  public Optional<EventId> find(TenantId tenant, Origin origin) {
    return holder(tenant, origin).map(Holder::id);
  }

  private Optional<Holder> holder(TenantId tenant, Origin origin) {
    return database.read(db -> keys.find(db, tenant, origin));
  }

  /// When the oldest event with open work was accepted.
  public Optional<Instant> oldestOpen() {
    return fetches.oldestOpen();
  }

  /// Whether commits succeed at present; while they do not, no new attempt starts.
  public boolean writable() {
    return writer.outage().isEmpty();
  }

  public Optional<Outage> outage() {
    return writer.outage();
  }

  /// Why there is too little room on the disk to accept more.
  public Optional<String> crowded() {
    return database.crowded();
  }

  public Backlog backlog() {
    return backlog;
  }

  public int waitingAppends() {
    return queues.waitingAppends();
  }

  public long epoch() {
    return epoch;
  }

  /// Told, on the writer's thread, when the database writes again after an outage.
  public void onRecovered(Runnable listener) {
    recovered = listener;
  }

  /// Takes, on the writer's thread, the deliveries of each commit before anybody is told of it: no
  /// result of theirs can commit meanwhile, so what a fetch has found already is in its lane still.
  /// Must not block.
  public void onOpened(Consumer<List<Opened>> listener) {
    lanes = listener;
  }

  /// What is remembered of a subject, by the hash that a comparison has for it.
  public Optional<Remembered> remembered(byte[] subject) {
    Instant now = clock.instant();
    return database
        .read(db -> Fingerprints.find(db, StateKey.of(subject), now))
        .map(row -> row.opened(seal));
  }

  /// Sets states to begin with; completes with how many.
  public CompletableFuture<Integer> begin(List<Beginning> beginnings) {
    return change(db -> new Beginnings(seal, clock.instant()).write(db, beginnings));
  }

  /// Drops at most `limit` states that nobody asked for any more; completes with how many.
  public CompletableFuture<Integer> forgetExpired(int limit) {
    long now = Micros.of(clock.instant());
    return change(db -> database.fingerprints().forgetExpired(db, now, limit));
  }

  /// What encrypts the values of remembered states.
  public void sealWith(StateSeal real) {
    seal.become(real);
  }

  /// Writes one batch; returns how many commands it took.
  public int step() {
    return writer.step();
  }

  /// Waits until something can be written, for at most `longest`. While the database is away, what
  /// waits to be written does not count.
  public void awaitWork(Duration longest) throws InterruptedException {
    if (writable()) {
      queues.await(1, longest);
    } else {
      queues.pause(
          longest.compareTo(Writer.RECONNECT_EVERY) < 0 ? longest : Writer.RECONNECT_EVERY);
    }
  }

  /// Lets more commands gather after a batch, unless there are enough for another one: a commit
  /// costs nearly the same whatever it holds. For as long as that batch took, so that whoever waits
  /// waits for at most twice a commit.
  public void gather() throws InterruptedException {
    queues.await(ENOUGH, Duration.ofNanos(Math.min(writer.tookNanos(), GATHER.toNanos())));
  }

  /// Refuses appends and changes from now on. Settles are still taken and written.
  public void refuseMore() {
    closing = true;
    queues.interruptWait();
  }

  public boolean idle() {
    return queues.isEmpty();
  }

  /// After the last step: gives the writer's connection back and turns away what still waits.
  public void close() {
    closing = true;
    writer.close();
  }
}
