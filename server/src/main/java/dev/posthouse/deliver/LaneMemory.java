package dev.posthouse.deliver;

import dev.posthouse.event.DeliveryId;
import dev.posthouse.event.OpenDelivery;
import dev.posthouse.event.OpenDelivery.Mark;
import dev.posthouse.store.Fetched;
import dev.posthouse.store.Ledger;
import dev.posthouse.work.Budget;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// The deliveries of one endpoint that are in memory, and what is known of those that are not. An
/// id is in memory from hand-over or fetch until its settle has committed, at most once. Guarded by
/// its lane's lock.
final class LaneMemory {
  /// Deliveries that one lane keeps waiting in memory; the rest stays in the database. Enough to
  /// keep an endpoint busy for the time of a fetch.
  static final int MEMORY = 1_000;

  /// For each attempt that the endpoint may run at once so many wait in memory, up to all: one that
  /// hangs needs no more, and what waits long costs the collector.
  static final int WAITING_FOR_EACH = 16;

  /// What gives way to deliveries that a person wants at once; at most half.
  static final int ROOM = 100;

  /// How many tenths of the budget stay free of bodies that wait behind another delivery, and of
  /// one that waits for nothing but its endpoint. So however many endpoints are closed, requests of
  /// any size are still received, and the other lanes send from memory.
  private static final int FREE_OF_QUEUES = 8;

  private static final int FREE_OF_HEADS = 5;

  private static final Comparator<Job> MANUAL_THEN_DUE =
      Comparator.comparing((Job job) -> job.delivery().dueNow())
          .thenComparing(job -> job.delivery().id());

  private final Budget budget;

  /// How many attempts the endpoint may run at once by what it has shown.
  private final IntSupplier bearable;

  private final TreeSet<Job> queue = new TreeSet<>(MANUAL_THEN_DUE);

  /// Every id in memory; the value is null once the delivery is on its way.
  private final Map<DeliveryId, @Nullable Job> memory = new HashMap<>();

  /// While a fetch runs: the ids that left memory since it began. Its rows of them are out of date.
  private final Set<DeliveryId> departed = new HashSet<>();

  private boolean fetching;

  /// Whether what the database has may have waited longer than anything that comes: until fetches
  /// have brought all of it, nothing new is sent.
  private boolean catchingUp;

  /// Whether that began while a fetch was running, which may not have seen all of it.
  private boolean fetchIsOld;

  /// Whether what a running fetch brings may be other nodes' by now.
  private boolean disowned;

  /// What has come while a fetch catches up, without bodies: these are counted in the queue only.
  private final List<Job> newcomers = new ArrayList<>();

  /// Whether due work is known to be in the database only: then new work queues up behind it there.
  private boolean behind;

  /// When the earliest work that is not in memory is due, as far as is known.
  private Instant nextDue = Instant.MAX;

  LaneMemory(Budget budget, IntSupplier bearable) {
    this.budget = budget;
    this.bearable = bearable;
  }

  private int capacity() {
    return (int) Math.min(MEMORY, (long) WAITING_FOR_EACH * bearable.getAsInt());
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  int size() {
    return queue.size();
  }

  Job first() {
    return queue.first();
  }

  Instant nextDue() {
    return nextDue;
  }

  /// Fetching begins when half has gone, so that it is worth its while.
  boolean wantsFetch(Instant now) {
    return !nextDue.isAfter(now) && queue.size() <= capacity() / 2;
  }

  /// There is work in the database that may be due at `due`.
  void expect(Instant due) {
    if (due.isBefore(nextDue)) {
      nextDue = due;
    }
  }

  /// Takes a delivery that was just committed, unless the lane is full or runs behind. A fetch may
  /// have found it already; then it is in memory still, for no result of it can commit before this.
  void offer(Job job) {
    if (queue.size() >= capacity() || (behind && !fetching)) {
      leaveInDatabase();
    } else if (catchingUp) {
      arrive(job);
    } else if (!memory.containsKey(job.delivery().id())) {
      put(job);
    }
  }

  private void arrive(Job job) {
    if (newcomers.size() < capacity()) {
      newcomers.add(job.withoutEvent());
    } else {
      leaveInDatabase();
    }
  }

  /// Takes the first delivery out of the queue, to be tried; its id stays in memory. Whatever it
  /// holds of the budget goes with it.
  Job take() {
    Job job = queue.removeFirst();
    memory.put(job.delivery().id(), null);
    return job;
  }

  /// The settle of a delivery has committed, or there will be none.
  void depart(DeliveryId id) {
    memory.remove(id);
    if (fetching) {
      departed.add(id);
    }
  }

  /// Drops a delivery, also from what a running fetch brings. Returns false, and does nothing, if
  /// it is on its way.
  boolean drop(DeliveryId id) {
    if (onItsWay(id)) {
      return false;
    }
    Job job = memory.get(id);
    if (job != null) {
      remove(job);
    } else {
      depart(id);
    }
    return true;
  }

  /// Drops all that is not on its way yet.
  void dropAll() {
    while (!queue.isEmpty()) {
      remove(queue.last());
      expect(Instant.EPOCH);
    }
  }

  /// What has waited in the database goes first, and in order, whatever is in memory by now.
  void catchUp() {
    dropAll();
    newcomers.clear();
    catchingUp = true;
    fetchIsOld = fetching;
    leaveInDatabase();
  }

  /// What is not on its way may be other nodes' by now, also what a running fetch brings.
  void forget() {
    disowned = fetching;
    catchUp();
  }

  /// Drops the last few of a full queue, so that something urgent can be fetched.
  void makeRoom() {
    int room = Math.min(ROOM, capacity() / 2);
    while (queue.size() > capacity() - room) {
      remove(queue.last());
      leaveInDatabase();
    }
  }

  /// Returns how many rows to fetch: those in memory come too, and must not crowd out the others.
  int fetchBegins() {
    fetching = true;
    behind = false;
    nextDue = Instant.MAX;
    return memory.size() + Math.max(0, capacity() - queue.size());
  }

  /// Returns what is marked to be cancelled instead of sent.
  List<OpenDelivery> fetchEnds(Fetched fetched) {
    if (disowned) {
      fetchFailed();
      return List.of();
    }
    int before = queue.size();
    var marked = new ArrayList<OpenDelivery>();
    for (Fetched.Item item : fetched.items()) {
      DeliveryId id = item.delivery().id();
      if (departed.contains(id) || onItsWay(id)) {
        continue;
      }
      if (item.delivery().mark() == Mark.CANCEL) {
        var _ = drop(id);
        marked.add(item.delivery());
      } else {
        take(item);
      }
    }
    if (fetched.more()) {
      leaveInDatabase();
    } else if (catchingUp && !fetchIsOld) {
      caughtUp();
    }
    while (queue.size() > Math.max(capacity(), before)) {
      remove(queue.last());
      leaveInDatabase();
    }
    fetched.nextDue().ifPresent(this::expect);
    fetchIsOver();
    return marked;
  }

  void fetchFailed() {
    leaveInDatabase();
    fetchIsOver();
  }

  private void caughtUp() {
    catchingUp = false;
    for (Job job : newcomers) {
      DeliveryId id = job.delivery().id();
      if (!memory.containsKey(id) && !departed.contains(id)) {
        put(job);
      }
    }
    newcomers.clear();
  }

  private void fetchIsOver() {
    fetching = false;
    fetchIsOld = false;
    disowned = false;
    if (!newcomers.isEmpty()) {
      newcomers.clear();
      if (catchingUp) {
        leaveInDatabase();
      }
    }
    departed.clear();
  }

  private boolean onItsWay(DeliveryId id) {
    return memory.get(id) == null && memory.containsKey(id);
  }

  private void take(Fetched.Item item) {
    OpenDelivery delivery = item.delivery();
    Job known = memory.get(delivery.id());
    if (known != null) {
      if (known.delivery().manual() == delivery.manual()) {
        return;
      }
      remove(known);
    }
    put(item.event().map(event -> Job.of(delivery, event)).orElseGet(() -> Job.unread(delivery)));
  }

  /// Small bodies are kept as long as the budget has room to spare. A larger one is kept only at
  /// the head, where it is about to be sent.
  private void put(Job job) {
    Job kept = keeps(job) ? job : job.withoutEvent();
    queue.add(kept);
    memory.put(kept.delivery().id(), kept);
  }

  private boolean keeps(Job job) {
    if (job.event() == null) {
      return false;
    }
    boolean head = queue.isEmpty();
    long spare = budget.limit() / 10 * (head ? FREE_OF_HEADS : FREE_OF_QUEUES);
    return (head || !large(job)) && budget.tryTake(job.bytes(), spare);
  }

  private static boolean large(Job job) {
    return job.bytes() > Ledger.SMALL_PAYLOAD;
  }

  /// The head has to wait: if its body is large, it is read again when its turn comes.
  void headWaits() {
    if (queue.isEmpty() || queue.first().event() == null || !large(queue.first())) {
      return;
    }
    Job bare = queue.removeFirst().withoutEvent();
    queue.add(bare);
    memory.put(bare.delivery().id(), bare);
    budget.give(bare.bytes());
  }

  private void remove(Job job) {
    queue.remove(job);
    depart(job.delivery().id());
    if (job.event() != null) {
      budget.give(job.bytes());
    }
  }

  private void leaveInDatabase() {
    behind = true;
    nextDue = Instant.EPOCH;
  }
}
