package dev.posthouse.bulk;

import dev.posthouse.store.Ledger;
import dev.posthouse.work.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Forgets jobs that ended long ago, with what tells which deliveries were theirs. The receipts of
/// erasures stay as long as the record of changes.
public final class Clearing {
  /// After that, nobody asks what a replay did.
  static final Duration KEPT = Duration.ofDays(90);

  /// Rows of one transaction.
  static final int SLICE = 500;

  private final Ledger ledger;
  private final Tasks tasks;
  private final InstantSource clock;
  private final Duration receipts;

  /// @param receipts how long erasures are remembered
  public Clearing(Ledger ledger, Tasks tasks, InstantSource clock, Duration receipts) {
    this.ledger = ledger;
    this.tasks = tasks;
    this.clock = clock;
    this.receipts = receipts;
  }

  public void run() throws InterruptedException {
    Instant now = clock.instant();
    boolean more = true;
    while (more) {
      more =
          tasks.await(
              ledger.change(db -> JobRows.clear(db, now.minus(KEPT), now.minus(receipts), SLICE)));
    }
  }
}
