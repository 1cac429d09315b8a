package dev.posthouse.oauth;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import dev.posthouse.net.Quoted;
import dev.posthouse.work.Tasks;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The keys of the issuer, kept and renewed: in the background when they are old, at once when a
/// token names one that is not known, but never more often than every [#PAUSE], whatever tokens
/// people show. One fetch at a time; whoever needs its result waits for it.
final class IssuerKeys {
  private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);

  /// Then they are fetched anew: so long a key that the issuer took back is still believed.
  static final Duration FRESH = Duration.ofMinutes(10);

  /// While the issuer does not answer, its last keys are good for this long.
  static final Duration USABLE = Duration.ofHours(24);

  /// Between two fetches because of unknown keys or failures.
  static final Duration PAUSE = Duration.ofSeconds(30);

  private final Discovery discovery;
  private final Tasks tasks;
  private final LongSupplier nanos;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable KeySet known;
  private @Nullable CompletableFuture<Boolean> running; // Guarded by lock
  private long nextFetch; // Guarded by lock; nanoseconds
  private boolean fetchedOnce; // Guarded by lock

  IssuerKeys(Discovery discovery, Tasks tasks, LongSupplier nanos) {
    this.discovery = discovery;
    this.tasks = tasks;
    this.nanos = nanos;
  }

  /// What is known of the key that a token names.
  sealed interface Found {
    /// Candidates, none if the issuer has no such key; `set` is the number of their set.
    record Keys(List<JWK> keys, long set) implements Found {}

    /// The issuer's keys cannot be had now; the log says why.
    record Away() implements Found {}
  }

  Found find(JWSHeader header) throws InterruptedException {
    long set = set();
    KeySet before = usable();
    if (before != null) {
      List<JWK> keys = before.matching(header);
      if (!keys.isEmpty()) {
        return new Found.Keys(keys, before.number());
      }
    }
    fetchAfter(set);
    KeySet after = usable();
    return after == null
        ? new Found.Away()
        : new Found.Keys(after.matching(header), after.number());
  }

  /// The number of the set in force, 0 for none. Has it renewed when it is old.
  long set() {
    KeySet set = known;
    if (set != null && older(set, FRESH) && mayFetch(set.number())) {
      tasks.start("issuer keys", () -> fetch(set.number()));
    }
    KeySet inForce = usable();
    return inForce == null ? 0 : inForce.number();
  }

  private @Nullable KeySet usable() {
    KeySet set = known;
    return set == null || older(set, USABLE) ? null : set;
  }

  private boolean older(KeySet set, Duration age) {
    return nanos.getAsLong() - set.fetched() > age.toNanos();
  }

  private boolean mayFetch(long seen) {
    lock.lock();
    try {
      return running == null && newest() == seen && pauseIsOver();
    } finally {
      lock.unlock();
    }
  }

  private boolean pauseIsOver() {
    return !fetchedOnce || nextFetch - nanos.getAsLong() <= 0;
  }

  private long newest() {
    KeySet set = known;
    return set == null ? 0 : set.number();
  }

  private void fetch(long seen) {
    try {
      fetchAfter(seen);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Returns when a newer set than the one seen is there, or none is to be had now.
  private void fetchAfter(long seen) throws InterruptedException {
    CompletableFuture<Boolean> other;
    CompletableFuture<Boolean> mine = new CompletableFuture<>();
    lock.lock();
    try {
      other = running;
      if (other == null) {
        if (newest() > seen || !pauseIsOver()) {
          return;
        }
        running = mine;
        fetchedOnce = true;
        nextFetch = nanos.getAsLong() + PAUSE.toNanos();
      }
    } finally {
      lock.unlock();
    }
    if (other == null) {
      fetchNow(mine);
    } else {
      var _ = tasks.await(other);
    }
  }

  private void fetchNow(CompletableFuture<Boolean> done) {
    try {
      KeySet set = KeySet.read(discovery.keys(), newest() + 1, nanos.getAsLong());
      known = set;
      LOG.debug("issuer keys={} set={}", set.keys().size(), set.number());
    } catch (IOException | RuntimeException e) {
      String why = Quoted.why(e);
      LOG.warn("issuer result=no_keys why=\"{}\"", why);
    } finally {
      lock.lock();
      try {
        running = null;
      } finally {
        lock.unlock();
      }
      done.complete(true);
    }
  }
}
