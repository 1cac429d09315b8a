package dev.posthouse.store;

import dev.posthouse.event.Sha256;
import dev.posthouse.event.TenantId;
import java.nio.ByteBuffer;

/// By what remembered states are found again when all of a subject is to be erased.
final class Whose {
  /// Of what names no subject.
  static final long NOBODY = 0;

  private Whose() {}

  /// @param subject that of an event; empty if it names none
  static long of(TenantId tenant, String subject) {
    if (subject.isEmpty()) {
      return NOBODY;
    }
    byte[] hash = Sha256.of(tenant + "\n" + subject);
    return ByteBuffer.wrap(hash).getLong() | 1;
  }
}
