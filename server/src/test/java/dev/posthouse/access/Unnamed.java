package dev.posthouse.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.NullMarked;

/// Encrypts as it was done before keys had ids.
@NullMarked
final class Unnamed {
  private Unnamed() {}

  static byte[] seal(RingKey key, String text, String owner) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, key.spec(), new GCMParameterSpec(128, new byte[12]));
      cipher.updateAAD(owner.getBytes(UTF_8));
      byte[] sealed = cipher.doFinal(text.getBytes(UTF_8));
      return ByteBuffer.allocate(13 + sealed.length)
          .put(Vault.UNNAMED)
          .put(new byte[12])
          .put(sealed)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
