package dev.posthouse.access;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.posthouse.event.Sha256;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.spec.SecretKeySpec;

/// One key of the ring: 32 bytes that encrypt secrets at rest, and the id that every row tells
/// which it is encrypted with. The id follows from the key, so that it is the same wherever the key
/// comes from; of the key it tells nothing. Prints as its id.
final class RingKey {
  static final int BYTES = 32;
  static final int ID_BYTES = 4;
  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{64}");
  private static final byte[] ID_OF = "posthouse id of a secret key".getBytes(US_ASCII);

  private final byte[] bytes;
  private final byte[] id;
  private final SecretKeySpec spec;

  RingKey(byte[] bytes) {
    this.bytes = bytes.clone();
    this.id = Arrays.copyOf(digest(bytes), ID_BYTES);
    this.spec = new SecretKeySpec(bytes, "AES");
  }

  static RingKey make(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new RingKey(bytes);
  }

  /// @throws VaultLocked if it is not 32 bytes in base64 or hex; the text is not repeated
  static RingKey parse(String text, String where) {
    try {
      byte[] key =
          HEX.matcher(text).matches()
              ? HexFormat.of().parseHex(text)
              : Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
      if (key.length == BYTES) {
        return new RingKey(key);
      }
    } catch (IllegalArgumentException e) {
      // told below, without the text
    }
    throw new VaultLocked(
        where + " must be 32 bytes in base64 or hex, such as `openssl rand -base64 32` prints");
  }

  byte[] idBytes() {
    return id.clone();
  }

  String id() {
    return HexFormat.of().formatHex(id);
  }

  SecretKeySpec spec() {
    return spec;
  }

  /// In base64. Whoever has it reads every secret.
  String reveal() {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] digest(byte[] bytes) {
    return new Sha256().add(ID_OF).add(bytes).hash();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RingKey that && MessageDigest.isEqual(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return id();
  }
}
