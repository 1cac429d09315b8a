package dev.posthouse.store;

import org.jdbi.v3.core.Handle;

/// The seal that the ledger gets when what encrypts is there, which itself needs the ledger. Until
/// then no values are kept.
final class LaterSeal implements StateSeal {
  private volatile StateSeal seal = NONE;

  void become(StateSeal real) {
    seal = real;
  }

  @Override
  public byte[] seal(Handle db, long row, String values) {
    return seal.seal(db, row, values);
  }

  @Override
  public String open(long row, byte[] sealed) {
    return seal.open(row, sealed);
  }
}
