package dev.posthouse.webhooks;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// The hash SHA-256 (FIPS 180-4).
public final class Sha256 {
  private Sha256() {}

  /// The 32 bytes of the hash of all parts as one.
  public static byte[] of(byte[]... parts) {
    return of(List.of(parts));
  }

  static byte[] of(List<byte[]> parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      parts.forEach(digest::update);
      return digest.digest();
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException("This Java has no SHA-256", everyJavaHasIt);
    }
  }

  /// The same in 64 hexadecimal digits, in lower case.
  public static String hex(byte[]... parts) {
    return HexFormat.of().formatHex(of(parts));
  }
}
