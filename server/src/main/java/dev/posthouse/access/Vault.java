package dev.posthouse.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.store.Ledger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jdbi.v3.core.Handle;

/// Encrypts secrets at rest: AES-256 in GCM, a fresh nonce each time, bound to what the secret
/// belongs to, so that rows cannot be swapped. The first encrypted row comes with a probe, by which
/// later starts know the right key.
public final class Vault {
  private static final String PROBE = "posthouse";
  private static final byte VERSION = 1;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec key;
  private final SecureRandom random;

  Vault(byte[] key, SecureRandom random) {
    this.key = new SecretKeySpec(key, "AES");
    this.random = random;
  }

  /// Finds the key, or makes one if nothing is encrypted yet.
  ///
  /// @param given the value of `POSTHOUSE_SECRET_KEY`, empty if it is not set
  /// @throws VaultLocked if something is encrypted and the key is missing or another one
  public static Vault open(Ledger ledger, Path folder, Secret given, SecureRandom random) {
    Optional<byte[]> probe = ledger.read(Vault::probe);
    boolean fromVariable = !given.reveal().isBlank();
    Optional<byte[]> found =
        fromVariable
            ? Optional.of(VaultKey.parse(given.reveal(), VaultKey.VARIABLE))
            : VaultKey.read(folder);
    if (found.isEmpty() && probe.isPresent()) {
      throw new VaultLocked(
          "The database holds encrypted secrets, but there is no key for them: set "
              + VaultKey.VARIABLE
              + ", or bring back "
              + folder.resolve(VaultKey.FILE));
    }
    var vault = new Vault(found.orElseGet(() -> VaultKey.make(folder, random)), random);
    if (probe.isPresent() && !vault.opens(probe.get())) {
      throw new VaultLocked(
          "The database holds secrets encrypted with another key than that of "
              + (fromVariable ? VaultKey.VARIABLE : folder.resolve(VaultKey.FILE).toString()));
    }
    return vault;
  }

  /// @param belongsTo what the secret is part of, such as the endpoint's id
  public byte[] encrypt(String text, String belongsTo) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, belongsTo).doFinal(text.getBytes(UTF_8));
      return ByteBuffer.allocate(1 + NONCE_BYTES + sealed.length)
          .put(VERSION)
          .put(nonce)
          .put(sealed)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Cannot encrypt the secrets of " + belongsTo, e);
    }
  }

  /// @throws VaultLocked if it was changed, belongs elsewhere, or the key is another one
  public String decrypt(byte[] sealed, String belongsTo) {
    if (sealed.length <= NONCE_BYTES || sealed[0] != VERSION) {
      throw new VaultLocked("The secrets of " + belongsTo + " are of an unknown form");
    }
    var buffer = ByteBuffer.wrap(sealed, 1, sealed.length - 1);
    byte[] nonce = new byte[NONCE_BYTES];
    buffer.get(nonce);
    byte[] rest = new byte[buffer.remaining()];
    buffer.get(rest);
    try {
      return new String(cipher(Cipher.DECRYPT_MODE, nonce, belongsTo).doFinal(rest), UTF_8);
    } catch (GeneralSecurityException e) {
      throw new VaultLocked(
          "The secrets of " + belongsTo + " cannot be read: another key, or a changed row");
    }
  }

  /// Stores the probe unless it is there. Called in the transaction of every encrypted row.
  public void remember(Handle db) {
    db.createUpdate(
            """
            insert into vault (id, probe) values (1, :probe)
            on conflict do nothing
            """)
        .bind("probe", encrypt(PROBE, PROBE))
        .execute();
  }

  private static Optional<byte[]> probe(Handle db) {
    return db.createQuery("select probe from vault").mapTo(byte[].class).findOne();
  }

  private boolean opens(byte[] probe) {
    try {
      return decrypt(probe, PROBE).equals(PROBE);
    } catch (VaultLocked e) {
      return false;
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String belongsTo) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(belongsTo.getBytes(UTF_8));
    return cipher;
  }
}
