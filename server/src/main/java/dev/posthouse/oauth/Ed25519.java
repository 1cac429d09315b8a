package dev.posthouse.oauth;

import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/// `EdDSA` of RFC 8037 by the JDK; the library would want another one for it.
final class Ed25519 {
  /// What comes before the 32 bytes of a public key in its X.509 form (RFC 8410).
  private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private static final int KEY_BYTES = 32;

  private Ed25519() {}

  static boolean verify(Base64URL x, byte[] signed, Base64URL signature) {
    byte[] key = x.decode();
    if (key.length != KEY_BYTES) {
      return false;
    }
    try {
      byte[] encoded = new byte[PREFIX.length + KEY_BYTES];
      System.arraycopy(PREFIX, 0, encoded, 0, PREFIX.length);
      System.arraycopy(key, 0, encoded, PREFIX.length, KEY_BYTES);
      PublicKey point =
          KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(point);
      verifier.update(signed);
      return verifier.verify(signature.decode());
    } catch (GeneralSecurityException e) {
      return false; // a key or a signature of another form
    }
  }

  static Base64URL sign(PrivateKey key, byte[] bytes) throws GeneralSecurityException {
    Signature signer = Signature.getInstance("Ed25519");
    signer.initSign(key);
    signer.update(bytes);
    return Base64URL.encode(signer.sign());
  }
}
