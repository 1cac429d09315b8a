package dev.posthouse.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.store.Ledger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.jdbi.v3.core.Handle;

/// Encrypts secrets at rest: AES-256 in GCM, a fresh nonce each time, bound to what the secret
/// belongs to, so that rows cannot be swapped. A row says which key of the ring it was encrypted
/// with. With the first row of a key comes a probe, by which later starts know that they have it.
public final class Vault {
  static final String VARIABLE = "POSTHOUSE_SECRET_KEY";
  static final String PROBE = "posthouse";

  /// The form without a key's id, from before there was a ring.
  static final byte UNNAMED = 1;

  static final byte NAMED = 2;
  static final int HEAD_BYTES = 1 + RingKey.ID_BYTES;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  /// Where the ring comes from.
  public enum Source {
    /// `POSTHOUSE_SECRET_KEY`: the operator's own, which we do not write.
    ENVIRONMENT,
    /// `secret.key` in the data folder: ours.
    FILE
  }

  private final SecureRandom random;
  private final Source source;
  private final KeyFile file;
  private volatile KeyRing ring;

  /// Gone from the ring; still opened for readers that were under way then.
  private volatile List<RingKey> retired = List.of();

  Vault(KeyRing ring, Source source, KeyFile file, SecureRandom random) {
    this.ring = ring;
    this.source = source;
    this.file = file;
    this.random = random;
  }

  /// Finds the keys, or makes one if nothing is encrypted yet.
  ///
  /// @param given the value of `POSTHOUSE_SECRET_KEY`, empty if it is not set
  /// @throws VaultLocked if something is encrypted and its key is missing
  public static Vault open(Ledger ledger, Path folder, Secret given, SecureRandom random) {
    List<KeyProbe> probes = ledger.read(KeyProbe::all);
    var file = new KeyFile(folder);
    boolean fromVariable = !given.reveal().isBlank();
    Optional<KeyRing> found =
        fromVariable ? Optional.of(KeyRing.parse(given.reveal(), VARIABLE)) : file.read();
    if (found.isEmpty() && !probes.isEmpty()) {
      throw new VaultLocked(
          "The database holds encrypted secrets, but there is no key for them: set "
              + VARIABLE
              + ", or bring back "
              + file.path());
    }
    KeyRing ring = found.orElseGet(() -> made(file, random));
    var vault = new Vault(ring, fromVariable ? Source.ENVIRONMENT : Source.FILE, file, random);
    vault.refuseUnopened(probes);
    ledger.sealWith(new StateVault(vault));
    return vault;
  }

  private static KeyRing made(KeyFile file, SecureRandom random) {
    var ring = new KeyRing(List.of(RingKey.make(random)));
    file.write(ring);
    return ring;
  }

  private void refuseUnopened(List<KeyProbe> probes) {
    List<KeyProbe> unopened = probes.stream().filter(probe -> !opens(probe)).toList();
    if (!unopened.isEmpty()) {
      throw new VaultLocked(
          ("The database holds secrets encrypted with another key than %s: %s. What is there: %s. All"
                  + " nodes of a database need the same "
                  + VARIABLE
                  + "; it takes several keys with commas, the current one first")
              .formatted(
                  source == Source.ENVIRONMENT ? "that of " + VARIABLE : "that of " + file.path(),
                  unopened.stream().map(KeyProbe::name).collect(Collectors.joining(", ")),
                  ring.keys()));
    }
  }

  private boolean opens(KeyProbe probe) {
    try {
      return decrypt(probe.sealed(), PROBE).equals(PROBE);
    } catch (VaultLocked e) {
      return false;
    }
  }

  Source source() {
    return source;
  }

  KeyRing ring() {
    return ring;
  }

  /// Whether anything may be encrypted with an old key.
  boolean hasOldKeys(Handle db) {
    KeyRing now = ring;
    return now.keys().size() > 1
        || KeyProbe.all(db).stream().anyMatch(probe -> !probe.key().equals(now.current().id()));
  }

  /// Encrypts what is stored in this row, in the transaction that stores it: so the database never
  /// holds anything of which it does not know the key.
  public byte[] encrypt(Handle db, Place place, long row, String text) {
    RingKey key = ring.current();
    KeyProbe.remember(db, key.id(), () -> encrypt(key, PROBE, PROBE));
    return encrypt(key, text, place.owner(row));
  }

  /// @throws VaultLocked if it was changed, belongs elsewhere, or its key is missing
  public String decrypt(Place place, long row, byte[] sealed) {
    return decrypt(sealed, place.owner(row));
  }

  /// What every text begins with that the current key encrypts.
  byte[] head() {
    return head(ring.current());
  }

  static byte[] head(RingKey key) {
    return ByteBuffer.allocate(HEAD_BYTES).put(NAMED).put(key.idBytes()).array();
  }

  /// A new key, which encrypts nothing yet.
  RingKey make() {
    RingKey next = RingKey.make(random);
    while (ring.find(next.idBytes()).isPresent()) {
      next = RingKey.make(random);
    }
    return next;
  }

  /// Keeps a key, and encrypts with it from now on. Called on the writer, between transactions that
  /// encrypt.
  void advance(RingKey next) {
    KeyRing led = ring.led(next);
    file.write(led);
    ring = led;
  }

  /// Drops the old keys that nothing is encrypted with any more, unless the operator keeps them.
  /// Called on the writer, too.
  void retire(List<String> needed) {
    KeyRing before = ring;
    KeyRing kept = before.keeping(key -> needed.contains(key.id()));
    if (source == Source.FILE && !kept.equals(before)) {
      file.write(kept);
      retired = before.keys();
      ring = kept;
    }
  }

  byte[] encrypt(RingKey key, String text, String owner) {
    byte[] head = head(key);
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce);
      cipher.updateAAD(head);
      cipher.updateAAD(owner.getBytes(UTF_8));
      byte[] sealed = cipher.doFinal(text.getBytes(UTF_8));
      return ByteBuffer.allocate(HEAD_BYTES + NONCE_BYTES + sealed.length)
          .put(head)
          .put(nonce)
          .put(sealed)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Cannot encrypt the secrets of " + owner, e);
    }
  }

  String decrypt(byte[] sealed, String owner) {
    if (sealed.length > 1 + NONCE_BYTES && sealed[0] == UNNAMED) {
      return decryptUnnamed(sealed, owner);
    }
    if (sealed.length <= HEAD_BYTES + NONCE_BYTES || sealed[0] != NAMED) {
      throw new VaultLocked("The secrets of " + owner + " are of an unknown form");
    }
    byte[] head = Arrays.copyOf(sealed, HEAD_BYTES);
    RingKey key =
        find(Arrays.copyOfRange(head, 1, HEAD_BYTES)).orElseThrow(() -> unreadable(owner));
    return opened(key, sealed, head, owner).orElseThrow(() -> unreadable(owner));
  }

  private Optional<RingKey> find(byte[] id) {
    return ring.find(id)
        .or(() -> retired.isEmpty() ? Optional.empty() : new KeyRing(retired).find(id));
  }

  private String decryptUnnamed(byte[] sealed, String owner) {
    return Stream.concat(ring.keys().stream(), retired.stream())
        .flatMap(key -> opened(key, sealed, new byte[] {UNNAMED}, owner).stream())
        .findFirst()
        .orElseThrow(() -> unreadable(owner));
  }

  private static VaultLocked unreadable(String owner) {
    return new VaultLocked(
        "The secrets of %s cannot be read: another key, or a changed row. All nodes need the same %s"
            .formatted(owner, VARIABLE));
  }

  private static Optional<String> opened(RingKey key, byte[] sealed, byte[] head, String owner) {
    int start = head.length + NONCE_BYTES;
    try {
      Cipher cipher =
          cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOfRange(sealed, head.length, start));
      if (head[0] == NAMED) {
        cipher.updateAAD(head);
      }
      cipher.updateAAD(owner.getBytes(UTF_8));
      return Optional.of(new String(cipher.doFinal(sealed, start, sealed.length - start), UTF_8));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  private static Cipher cipher(int mode, RingKey key, byte[] nonce)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key.spec(), new GCMParameterSpec(TAG_BITS, nonce));
    return cipher;
  }
}
