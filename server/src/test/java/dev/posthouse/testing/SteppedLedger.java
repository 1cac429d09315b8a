package dev.posthouse.testing;

import dev.posthouse.access.Vault;
import dev.posthouse.config.Catalogue;
import dev.posthouse.config.Journal;
import dev.posthouse.config.Standings;
import dev.posthouse.store.Database;
import dev.posthouse.store.Ledger;
import dev.posthouse.store.Limits;
import dev.posthouse.store.WriterCounts;
import dev.posthouse.work.Tasks;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.NullMarked;

/// A ledger on a fresh database whose writer is stepped by whoever waits for it: all on one thread.
@NullMarked
public final class SteppedLedger implements Tasks, AutoCloseable {
  public final SettableClock clock = new SettableClock();
  public final Events ids = new Events(clock);
  public final Ledger ledger;
  private final Database database;

  public SteppedLedger(Databases.Kind kind, Path folder) {
    database = Databases.open(kind, folder, clock);
    var parts = new Ledger.Parts(database, clock, clock::nanos, new WriterCounts(), Limits.DEFAULT);
    ledger = Ledger.open(parts, "node-1", ids.next());
  }

  /// One that tells nobody of endpoints that are disabled.
  public Journal journal(Catalogue catalogue, Vault vault) {
    var health =
        new Journal.Health(
            new Standings(ledger, this), (endpoint, standing, who) -> Optional.empty());
    return new Journal(ledger, this, clock, catalogue, vault, health);
  }

  @Override
  public void start(String name, Runnable task) {
    task.run();
  }

  @Override
  public <T> T await(CompletableFuture<T> result) {
    while (!result.isDone()) {
      if (ledger.step() == 0 && !result.isDone()) {
        throw new IllegalStateException("nothing is left that could complete this");
      }
    }
    return result.join();
  }

  @Override
  public void close() {
    ledger.close();
    database.close();
  }
}
