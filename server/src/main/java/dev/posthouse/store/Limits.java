package dev.posthouse.store;

import java.time.Duration;

/// The bounds of the ledger. A test may make them small.
///
/// @param queuedAppends commands waiting to be written; beyond it publishes get 503
/// @param tenantShare of them for one tenant while others want some; beyond it 429
/// @param transactionRows a transaction takes whole commands up to this, always at least one
/// @param transactionBytes likewise, counting payloads
/// @param transactionTime if writing takes longer, the next transaction takes fewer rows
/// @param commandRows what one command may write; more is refused, since it would hold all others
///   up
public record Limits(
    int queuedAppends,
    int tenantShare,
    int transactionRows,
    long transactionBytes,
    Duration transactionTime,
    int commandRows,
    long endpointBacklog,
    long tenantBacklog) {
  public static final Limits DEFAULT =
      new Limits(
          20_000, 10_000, 2_000, 8L << 20, Duration.ofMillis(50), 50_000, 1_000_000, 10_000_000);
}
