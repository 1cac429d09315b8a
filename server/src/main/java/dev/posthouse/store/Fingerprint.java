package dev.posthouse.store;

import dev.posthouse.event.TenantId;
import dev.posthouse.webhooks.change.Ruling.State;
import java.time.Instant;
import java.util.Optional;

/// What is remembered of one subject: a row of the table `fingerprint`.
///
/// @param subscription whose comparisons it is for; 0 where it holds the newest moment alone
/// @param event the one that set it; 0 if nothing is remembered yet
/// @param asOf in microseconds the moment whose state it is; [#UNKNOWN] if nobody said
/// @param hash of the state; empty where it holds the newest moment alone
/// @param values sealed; empty if they are not kept
/// @param whose see [Whose]
record Fingerprint(
    StateKey key,
    TenantId tenant,
    long subscription,
    long event,
    long asOf,
    byte[] hash,
    byte[] values,
    long whose,
    Instant expires) {
  static final long UNKNOWN = Long.MIN_VALUE;
  static final byte[] NOTHING = {};

  Fingerprint until(Instant later) {
    return new Fingerprint(key, tenant, subscription, event, asOf, hash, values, whose, later);
  }

  Fingerprint asOf(long moment) {
    return new Fingerprint(key, tenant, subscription, event, moment, hash, values, whose, expires);
  }

  State shows() {
    return new State(hash, asOf == UNKNOWN ? Optional.empty() : Optional.of(Micros.instant(asOf)));
  }

  Remembered opened(StateSeal seal) {
    return new Remembered(shows(), values.length == 0 ? "" : seal.open(key.id(), values), setBy());
  }

  /// The event that set it; 0 if none of the ledger did.
  long setBy() {
    return event == Beginnings.BEFORE_ALL ? 0 : event;
  }

  boolean known(Instant now) {
    return event != 0 && expires.isAfter(now);
  }
}
