package dev.posthouse.access;

import dev.posthouse.store.StateSeal;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Remembered states, encrypted like every secret.
public record StateVault(Vault vault) implements StateSeal {
  private static final Logger LOG = LoggerFactory.getLogger(StateVault.class);

  @Override
  public byte[] seal(Handle db, long row, String values) {
    return vault.encrypt(db, Place.STATE, row, values);
  }

  @Override
  public String open(long row, byte[] sealed) {
    try {
      return vault.decrypt(Place.STATE, row, sealed);
    } catch (VaultLocked e) {
      LOG.warn("changes result=unreadable why={}", e.getMessage());
      return "";
    }
  }
}
