package dev.posthouse.store;

import dev.posthouse.event.TenantId;
import java.time.Instant;

/// What is remembered of one subject: a row of the table `fingerprint`.
///
/// @param subscription whose comparisons it is for; 0 where it holds the newest moment alone
/// @param event the one that set it; 0 if nothing is remembered yet
/// @param asOf in microseconds the moment whose state it is; [#UNKNOWN] if nobody said
/// @param hash of the state; empty where it holds the newest moment alone
/// @param values sealed; empty if they are not kept
record Fingerprint(
    StateKey key,
    TenantId tenant,
    long subscription,
    long event,
    long asOf,
    byte[] hash,
    byte[] values,
    Instant expires) {
  static final long UNKNOWN = Long.MIN_VALUE;
  static final byte[] NOTHING = {};

  Fingerprint until(Instant later) {
    return new Fingerprint(key, tenant, subscription, event, asOf, hash, values, later);
  }

  boolean known(Instant now) {
    return event != 0 && expires.isAfter(now);
  }
}
