package dev.posthouse.deliver;

import java.time.Instant;

/// How an endpoint has been answering, for status pages. It begins anew with the process, but for
/// what is on record.
///
/// @param lastSuccess `Instant.EPOCH` if there was none
/// @param failures failed attempts in a row, those left out that say nothing about the receiver
/// @param lastError what came of the last attempt that failed, empty if none did
/// @param failingSince `Instant.MAX` if its last attempt did not fail
/// @param failing whether it is on record as failing
/// @param broken whether attempts are made now and then only, to find out whether it is back
/// @param hanging whether it may run less at once because of time-outs in a row
public record HealthStatus(
    Instant lastSuccess,
    int failures,
    String lastError,
    Instant failingSince,
    boolean failing,
    boolean broken,
    boolean hanging) {
  static final HealthStatus NEW =
      new HealthStatus(Instant.EPOCH, 0, "", Instant.MAX, false, false, false);
}
