package dev.posthouse.net;

import dev.posthouse.work.Tasks;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What somebody else publishes, kept and renewed: beside those who use it when it is old, at once
/// when somebody misses something in it, but never more often than every [#PAUSE], whatever
/// strangers send. One fetch at a time.
public final class KeptAnswer<T> {
  /// Then it is fetched anew: so long is still believed what was taken back.
  public static final Duration FRESH = Duration.ofMinutes(10);

  /// While nothing can be fetched, the last answer is good for this long.
  public static final Duration USABLE = Duration.ofHours(24);

  /// Between the beginnings of two fetches.
  public static final Duration PAUSE = Duration.ofSeconds(30);

  private final String name;
  private final Supplier<Optional<T>> fetch;
  private final Tasks tasks;
  private final LongSupplier nanos;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Answer<T> newest;
  private @Nullable CompletableFuture<Boolean> running; // Guarded by lock
  private long nextFetch; // Guarded by lock; nanoseconds
  private boolean fetchedOnce; // Guarded by lock
  private boolean failed; // Guarded by lock; the last fetch brought nothing

  /// @param number counts the answers from 1; one that is equal to that before it has its number
  /// @param fetched in nanoseconds
  public record Answer<T>(T value, long number, long fetched) {}

  /// @param name of the tasks that fetch
  /// @param fetch blocks; empty if nothing is to be had, which it logs
  public KeptAnswer(String name, Supplier<Optional<T>> fetch, Tasks tasks, LongSupplier nanos) {
    this.name = name;
    this.fetch = fetch;
    this.tasks = tasks;
    this.nanos = nanos;
  }

  /// The last answer, unless it is too old to be of use.
  public Optional<Answer<T>> usable() {
    return Optional.ofNullable(newest).filter(answer -> !older(answer, USABLE));
  }

  /// Has it fetched beside the caller if it is old, or was never there.
  public void refresh() {
    Answer<T> answer = newest;
    if (answer == null || older(answer, FRESH)) {
      var _ = renew();
    }
  }

  private boolean older(Answer<T> answer, Duration age) {
    return nanos.getAsLong() - answer.fetched() > age.toNanos();
  }

  /// Has it fetched beside the caller, unless that was begun just now. Whether what is missed may
  /// come: a fetch was begun, runs still, or brought nothing the last time.
  public boolean renew() {
    Optional<CompletableFuture<Boolean>> mine = begin(number());
    mine.ifPresent(done -> tasks.start(name, () -> fetch(done)));
    return mine.isPresent() || isAwaited();
  }

  private boolean isAwaited() {
    lock.lock();
    try {
      return running != null || failed;
    } finally {
      lock.unlock();
    }
  }

  /// The number of the newest answer, 0 before the first.
  public long number() {
    Answer<T> answer = newest;
    return answer == null ? 0 : answer.number();
  }

  /// Returns when a newer answer than the one seen is there, or none is to be had now. Blocking.
  public void awaitNewer(long seen) throws InterruptedException {
    Optional<CompletableFuture<Boolean>> mine = begin(seen);
    if (mine.isPresent()) {
      fetch(mine.get());
      return;
    }
    CompletableFuture<Boolean> other = running();
    if (other != null) {
      var _ = tasks.await(other);
    }
  }

  /// Empty if a fetch runs, has brought a newer answer than the one seen, or was begun just now.
  private Optional<CompletableFuture<Boolean>> begin(long seen) {
    lock.lock();
    try {
      long now = nanos.getAsLong();
      boolean paused = fetchedOnce && nextFetch - now > 0;
      if (running != null || paused || number() > seen) {
        return Optional.empty();
      }
      var mine = new CompletableFuture<Boolean>();
      running = mine;
      fetchedOnce = true;
      nextFetch = now + PAUSE.toNanos();
      return Optional.of(mine);
    } finally {
      lock.unlock();
    }
  }

  private @Nullable CompletableFuture<Boolean> running() {
    lock.lock();
    try {
      return running;
    } finally {
      lock.unlock();
    }
  }

  private void fetch(CompletableFuture<Boolean> done) {
    boolean came = false;
    try {
      Optional<T> value = fetch.get();
      value.ifPresent(this::keep);
      came = value.isPresent();
    } finally {
      lock.lock();
      try {
        running = null;
        failed = !came;
      } finally {
        lock.unlock();
      }
      done.complete(true);
    }
  }

  private void keep(T value) {
    Answer<T> before = newest;
    boolean same = before != null && before.value().equals(value);
    newest = new Answer<>(value, same ? number() : number() + 1, nanos.getAsLong());
  }
}
