package dev.posthouse.webhooks;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/// The value of the header `content-digest`, by which a signature of the headers covers the body
/// too (RFC 9530, section 2).
public final class ContentDigest {
  private ContentDigest() {}

  /// @param body the bytes that are sent, in as many parts as they come
  public static String sha256(List<byte[]> body) {
    return value("sha-256", "SHA-256", body);
  }

  /// @param body the bytes that are sent, in as many parts as they come
  public static String sha512(List<byte[]> body) {
    return value("sha-512", "SHA-512", body);
  }

  private static String value(String name, String algorithm, List<byte[]> body) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      body.forEach(digest::update);
      return name + "=:" + Base64.getEncoder().encodeToString(digest.digest()) + ":";
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException("This Java has no " + algorithm, everyJavaHasIt);
    }
  }
}
