package dev.posthouse.oauth;

import dev.posthouse.access.Secret;
import dev.posthouse.access.Vault;
import dev.posthouse.testing.SteppedLedger;
import dev.posthouse.work.Tasks;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/// Many threads that want the same at once; the test's own thread is the writer.
final class Crowd implements Tasks, AutoCloseable {
  static final int SIZE = 50;

  private final SteppedLedger house;

  /// All but the one who fetches.
  private final CountDownLatch waiters = new CountDownLatch(SIZE - 1);

  Crowd(SteppedLedger house) {
    this.house = house;
  }

  Wallet wallet(Path folder, FakeAuthority authority) {
    var vault = Vault.open(house.ledger, folder, new Secret(""), new SecureRandom());
    return new Wallet(
        new Wallet.Parts(house.ledger, vault, this, authority, house.clock, house.ids));
  }

  Thread start(Runnable task) {
    return Thread.ofVirtual().start(task);
  }

  @Override
  public void start(String name, Runnable task) {
    var _ = start(task);
  }

  @Override
  public <T> T await(CompletableFuture<T> result) {
    waiters.countDown();
    return result.join();
  }

  void awaitWaiters() {
    try {
      waiters.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void writeUntilDone(List<Thread> threads) {
    while (threads.stream().anyMatch(Thread::isAlive)) {
      if (house.ledger.step() == 0) {
        Thread.onSpinWait();
      }
    }
  }

  @Override
  public void close() {}
}
