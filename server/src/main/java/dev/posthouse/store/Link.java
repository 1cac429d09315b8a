package dev.posthouse.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// A row of `revision` as a link of a chain: its hash covers all that it holds and the hash of the
/// row before, so that none can be changed or taken out unnoticed.
///
/// @param at in microseconds
/// @param origin the address that it came from
/// @param shown the secret that was shown with it
public record Link(
    long number,
    long tenant,
    String kind,
    long resource,
    String action,
    String who,
    String origin,
    String shown,
    long at,
    String doc) {
  /// SHA-256 of the hash before, the numbers in 8 bytes each (number, tenant, resource, at; the
  /// most significant first), and the texts in UTF-8 (kind, action, who, origin, shown, doc),
  /// before each the count of its bytes in 4.
  ///
  /// @param before the hash of the revision before, empty for the first one
  public byte[] hash(byte[] before) {
    MessageDigest sha = sha256();
    sha.update(before);
    var numbers = ByteBuffer.allocate(4 * Long.BYTES);
    sha.update(numbers.putLong(number).putLong(tenant).putLong(resource).putLong(at).array());
    text(sha, kind);
    text(sha, action);
    text(sha, who);
    text(sha, origin);
    text(sha, shown);
    text(sha, doc);
    return sha.digest();
  }

  private static void text(MessageDigest sha, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    sha.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    sha.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
