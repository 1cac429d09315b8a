package dev.posthouse.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// SHA-256 (FIPS 180-4): of what is at hand, or of what is added piece by piece.
public final class Sha256 {
  private final MessageDigest digest;

  public Sha256() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException("This Java has no SHA-256", everyJavaHasIt);
    }
  }

  public static byte[] of(byte[] bytes) {
    return new Sha256().digest.digest(bytes);
  }

  /// @param text hashed as UTF-8
  public static byte[] of(String text) {
    return of(text.getBytes(UTF_8));
  }

  public Sha256 add(byte[] bytes) {
    digest.update(bytes);
    return this;
  }

  public Sha256 add(byte[] bytes, int length) {
    digest.update(bytes, 0, length);
    return this;
  }

  /// Adds the count of the text's bytes in 4, then the text in UTF-8, so that neighbouring texts
  /// cannot be taken for one another.
  public Sha256 add(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    return add(bytes);
  }

  /// The hash of all that was added; what is added later begins anew.
  public byte[] hash() {
    return digest.digest();
  }
}
