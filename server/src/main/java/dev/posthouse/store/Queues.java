package dev.posthouse.store;

import dev.posthouse.event.TenantId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What waits for the writer: settles, which go first and are never refused (there are at most as
/// many as attempts may run), appends, which are refused when too many wait, and changes.
final class Queues {
  /// Settles leave this share of a transaction to appends that wait, so that a great backlog being
  /// delivered does not keep new events out.
  private static final int APPEND_SHARE = 4;

  /// Changes come from people and from the slices of one cascade at a time: so many waiting means
  /// that something is wrong.
  private static final int CHANGES = 10_000;

  private final Limits limits;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private final Condition ending = lock.newCondition();
  // All guarded by lock.
  private final ArrayDeque<Command.OfSettle> settles = new ArrayDeque<>();
  private final ArrayDeque<Command.OfAppend> appends = new ArrayDeque<>();
  private final ArrayDeque<Command.OfChange<?>> changes = new ArrayDeque<>();
  private final Map<TenantId, Integer> appendsOfTenant = new HashMap<>();

  /// How many commands the writer waits for; 0 while it does not wait.
  private int awaited;

  private boolean closed;
  private boolean interrupted;

  Queues(Limits limits) {
    this.limits = limits;
  }

  /// What one turn of the writer takes.
  record Batch(
      List<Command.OfSettle> settles,
      List<Command.OfAppend> appends,
      Optional<Command.OfChange<?>> change) {
    boolean isEmpty() {
      return size() == 0;
    }

    int size() {
      return settles.size() + appends.size() + (change.isPresent() ? 1 : 0);
    }
  }

  /// Empty when it was queued, else why not.
  Optional<Appended.Reason> offer(Command.OfAppend append) {
    lock.lock();
    try {
      if (closed) {
        return Optional.of(Appended.Reason.CLOSING);
      }
      int own = appendsOfTenant.getOrDefault(append.tenant(), 0);
      if (appends.size() >= limits.queuedAppends()) {
        return Optional.of(Appended.Reason.QUEUE_FULL);
      }
      if (own >= limits.tenantShare() && appends.size() > own) {
        return Optional.of(Appended.Reason.TENANT_SHARE);
      }
      appends.add(append);
      appendsOfTenant.put(append.tenant(), own + 1);
      wake();
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /// False once closed.
  boolean add(Command.OfSettle settle) {
    lock.lock();
    try {
      if (!closed) {
        settles.add(settle);
        wake();
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  /// False if too many wait already, or once closed.
  boolean add(Command.OfChange<?> change) {
    lock.lock();
    try {
      if (closed || changes.size() >= CHANGES) {
        return false;
      }
      changes.add(change);
      wake();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Nothing is taken any more; what waits can still be drained.
  void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
  }

  /// Settles that could not be written go back to where they came from, in their order.
  void putBack(List<Command.OfSettle> unwritten) {
    lock.lock();
    try {
      unwritten.reversed().forEach(settles::addFirst);
    } finally {
      lock.unlock();
    }
  }

  /// Takes whole commands up to `rows` and the limit of bytes, at least one of those that wait.
  ///
  /// @param changeToo whether a change may go along; one that waits alone is taken in any case
  Batch take(int rows, boolean changeToo) {
    lock.lock();
    try {
      boolean alone = settles.isEmpty() && appends.isEmpty();
      int forSettles = appends.isEmpty() ? rows : rows - rows / APPEND_SHARE;
      var taken = new Load(forSettles);
      var settling = new ArrayList<Command.OfSettle>();
      while (!settles.isEmpty() && taken.fits(settles.peek())) {
        settling.add(taken.add(settles.poll()));
      }
      taken.rows = rows;
      var appending = new ArrayList<Command.OfAppend>();
      while (!appends.isEmpty() && (appending.isEmpty() || taken.fits(appends.peek()))) {
        appending.add(taken.add(appends.poll()));
        forget(appending.getLast().tenant());
      }
      var change = changeToo || alone ? changes.poll() : null;
      return new Batch(settling, appending, Optional.ofNullable(change));
    } finally {
      lock.unlock();
    }
  }

  private void forget(TenantId tenant) {
    appendsOfTenant.computeIfPresent(tenant, (t, count) -> count == 1 ? null : count - 1);
  }

  /// How full the transaction being put together is.
  private final class Load {
    private int rows;
    private int usedRows;
    private long usedBytes;

    Load(int rows) {
      this.rows = rows;
    }

    boolean fits(Command command) {
      return usedRows == 0
          || (usedRows + command.rows() <= rows
              && usedBytes + command.bytes() <= limits.transactionBytes());
    }

    <C extends Command> C add(C command) {
      usedRows += command.rows();
      usedBytes += command.bytes();
      return command;
    }
  }

  List<Command.OfSettle> drainSettles() {
    lock.lock();
    try {
      var drained = List.copyOf(settles);
      settles.clear();
      return drained;
    } finally {
      lock.unlock();
    }
  }

  List<Command.OfAppend> drainAppends() {
    lock.lock();
    try {
      var drained = List.copyOf(appends);
      appends.clear();
      appendsOfTenant.clear();
      return drained;
    } finally {
      lock.unlock();
    }
  }

  List<Command.OfChange<?>> drainChanges() {
    lock.lock();
    try {
      var drained = List.<Command.OfChange<?>>copyOf(changes);
      changes.clear();
      return drained;
    } finally {
      lock.unlock();
    }
  }

  int waitingAppends() {
    lock.lock();
    try {
      return appends.size();
    } finally {
      lock.unlock();
    }
  }

  boolean isEmpty() {
    lock.lock();
    try {
      return size() == 0;
    } finally {
      lock.unlock();
    }
  }

  /// Waits until so many commands wait, or [#interruptWait], for at most `longest`.
  void await(int commands, Duration longest) throws InterruptedException {
    lock.lock();
    try {
      long left = longest.toNanos();
      awaited = commands;
      while (size() < awaited && left > 0) {
        left = work.awaitNanos(left);
      }
      awaited = 0;
    } finally {
      lock.unlock();
    }
  }

  /// Waits for `time` whatever comes in, or until [#interruptWait].
  void pause(Duration time) throws InterruptedException {
    lock.lock();
    try {
      long left = time.toNanos();
      while (!interrupted && left > 0) {
        left = ending.awaitNanos(left);
      }
      interrupted = false;
    } finally {
      lock.unlock();
    }
  }

  private int size() {
    return settles.size() + appends.size() + changes.size();
  }

  private void wake() {
    if (awaited > 0 && size() >= awaited) {
      awaited = 0;
      work.signal();
    }
  }

  /// Ends a wait or a pause early, work or not.
  void interruptWait() {
    lock.lock();
    try {
      awaited = 0;
      work.signal();
      interrupted = true;
      ending.signal();
    } finally {
      lock.unlock();
    }
  }
}
