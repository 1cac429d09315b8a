package dev.posthouse.access;

/// The secrets in the database cannot be read with the key at hand. The start ends with this
/// message; nothing is ever encrypted anew over it.
public final class VaultLocked extends RuntimeException {
  private static final long serialVersionUID = 1;

  public VaultLocked(String message) {
    super(message);
  }
}
