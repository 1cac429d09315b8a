package dev.posthouse.access;

import dev.posthouse.store.Ledger;
import dev.posthouse.store.StoreException;
import dev.posthouse.work.Tasks;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Changes the key that secrets at rest are encrypted with, and encrypts anew, in the background
/// and slice by slice, whatever another key encrypted. Every step leaves a state that the next
/// start reads and goes on from: a new key is in the file before anything is encrypted with it, and
/// an old one goes from the file after the last row of it.
public final class KeyRotation {
  private static final Logger LOG = LoggerFactory.getLogger(KeyRotation.class);

  private final Ledger ledger;
  private final Trail trail;
  private final Tasks tasks;
  private final Vault vault;
  private final int rows;
  private final AtomicBoolean running = new AtomicBoolean();

  private volatile boolean pending;

  public KeyRotation(Ledger ledger, Trail trail, Tasks tasks, Vault vault) {
    this(ledger, trail, tasks, vault, 500);
  }

  /// @param rows in one transaction
  KeyRotation(Ledger ledger, Trail trail, Tasks tasks, Vault vault, int rows) {
    this.ledger = ledger;
    this.trail = trail;
    this.tasks = tasks;
    this.vault = vault;
    this.rows = rows;
  }

  /// What became of a wish to change the key.
  public sealed interface Result {
    /// There is a new key; old rows follow.
    record Started(String key) implements Result {}

    /// The key is the environment's, and only the operator changes that.
    record FromEnvironment() implements Result {}

    /// Other nodes work on this database; they would not have the key that this one makes.
    record OtherNodes() implements Result {}

    /// Old keys are still in use, as many as a ring holds.
    record Full() implements Result {}
  }

  /// How far it is.
  ///
  /// @param keys the current one first
  /// @param rotating whether rows are encrypted anew at present, or soon
  public record Status(Vault.Source source, List<Use> keys, boolean rotating) {
    public Status {
      keys = List.copyOf(keys);
    }

    /// @param id empty for rows from before keys had ids
    /// @param secrets rows that are encrypted with it
    public record Use(String id, boolean current, long secrets) {}
  }

  /// Takes up in the background what the last process did not come to the end of.
  public void resume() {
    pending = ledger.read(vault::hasOldKeys);
    if (pending) {
      tasks.start("rotate-key", this::runQuietly);
    }
  }

  /// Makes a new key and encrypts with it from now on. Old rows follow in the background.
  public Result rotate(Actor by) throws InterruptedException {
    if (vault.source() == Vault.Source.ENVIRONMENT) {
      return new Result.FromEnvironment();
    }
    Result result = trail.change(pen -> advance(by, pen));
    if (result instanceof Result.Started started) {
      LOG.info("rotate_key result=started key={}", started.key());
      pending = true;
      tasks.start("rotate-key", this::runQuietly);
    }
    return result;
  }

  private Result advance(Actor by, Trail.Pen pen) throws InterruptedException {
    if (!ledger.read(ledger.lease()::alone)) {
      return new Result.OtherNodes();
    } else if (vault.ring().keys().size() >= KeyRing.MOST) {
      return new Result.Full();
    }
    RingKey next = vault.make();
    // On the writer, so that everything is encrypted either before or after it.
    pen.commit(by, List.of(Trail.Entry.of(next)), db -> vault.advance(next));
    return new Result.Started(next.id());
  }

  public Status status() {
    // First, so that whoever reads that it is over sees the keys that are left.
    boolean rotating = pending || running.get();
    KeyRing ring = vault.ring();
    return ledger.read(db -> new Status(vault.source(), SealedRows.uses(db, ring), rotating));
  }

  /// Goes on with a change of keys that an outage has interrupted. Does nothing where nothing is
  /// left to do, or another thread does it.
  public void run() throws InterruptedException {
    if (pending && running.compareAndSet(false, true)) {
      try {
        while (pending) {
          pending = false;
          pass();
        }
      } catch (CompletionException | StoreException | InterruptedException e) {
        pending = true;
        throw e;
      } finally {
        running.set(false);
      }
    }
  }

  private void runQuietly() {
    try {
      run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (CompletionException | StoreException e) {
      LOG.warn("rotate_key result=left_for_later why={}", e.getMessage());
    }
  }

  private void pass() throws InterruptedException {
    var done = SealedRows.Slice.NONE;
    for (Place place : Place.values()) {
      done = done.and(pass(place));
    }
    tasks.await(ledger.change(this::forgetUnused));
    int old = tasks.await(ledger.change(this::retire));
    if (done.renewed() > 0 || done.unreadable() > 0) {
      LOG.info(
          "rotate_key result=done key={} rows={} unreadable={} old_keys={}",
          vault.ring().current().id(),
          done.renewed(),
          done.unreadable(),
          old);
    }
  }

  private SealedRows.Slice pass(Place place) throws InterruptedException {
    var sealed = new SealedRows(vault, place);
    var done = SealedRows.Slice.NONE;
    do {
      long after = done.last();
      done = done.and(tasks.await(ledger.change(db -> sealed.renew(db, after, rows))));
    } while (done.more());
    return done;
  }

  /// On the writer: nothing is encrypted with an old key between the look and the end of it.
  private int forgetUnused(Handle db) {
    String current = vault.ring().current().id();
    int forgotten = 0;
    for (KeyProbe probe : KeyProbe.all(db)) {
      if (!probe.key().equals(current) && !SealedRows.any(db, probe.key())) {
        forgotten += KeyProbe.forget(db, probe.key());
      }
    }
    return forgotten;
  }

  /// After what is forgotten has committed; on the writer, where new keys are made too. Returns how
  /// many old keys are still needed.
  private int retire(Handle db) {
    List<String> needed = KeyProbe.all(db).stream().map(KeyProbe::key).toList();
    vault.retire(needed);
    String current = vault.ring().current().id();
    return (int) needed.stream().filter(key -> !key.equals(current)).count();
  }
}
