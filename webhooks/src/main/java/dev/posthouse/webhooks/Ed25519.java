package dev.posthouse.webhooks;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// Ed25519 (RFC 8032) on raw 32-byte keys, by the JDK.
final class Ed25519 {
  static final int KEY_BYTES = 32;

  private static final String ALGORITHM = "Ed25519";

  /// What stands before the raw key in a SubjectPublicKeyInfo (RFC 8410, section 4).
  private static final byte[] X509_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

  private Ed25519() {}

  static PrivateKey privateKey(byte[] seed) {
    try {
      return KeyFactory.getInstance(ALGORITHM)
          .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
    } catch (GeneralSecurityException e) {
      throw unsupported(e);
    }
  }

  /// @throws IllegalArgumentException if the 32 bytes are not a point of the curve
  static PublicKey publicKey(byte[] raw) {
    byte[] encoded = Arrays.copyOf(X509_HEAD, X509_HEAD.length + raw.length);
    System.arraycopy(raw, 0, encoded, X509_HEAD.length, raw.length);
    try {
      PublicKey key =
          KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(encoded));
      Signature.getInstance(ALGORITHM).initVerify(key);
      return key;
    } catch (InvalidKeyException e) {
      throw new IllegalArgumentException("The bytes are not a public key of Ed25519", e);
    } catch (GeneralSecurityException e) {
      throw unsupported(e);
    }
  }

  /// The raw public key of a seed. The JDK derives it only while generating a pair, so the pair is
  /// generated with the seed in the place of chance, and looked at afterwards.
  static byte[] publicKeyOf(byte[] seed) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
      generator.initialize(NamedParameterSpec.ED25519, new Fixed(seed));
      KeyPair pair = generator.generateKeyPair();
      byte[] used = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
      if (!Arrays.equals(used, seed)) {
        throw new IllegalStateException(
            "This Java does not derive public keys of Ed25519 from seeds. Run with the provider"
                + " SunEC of the JDK");
      }
      byte[] encoded = pair.getPublic().getEncoded();
      return Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length);
    } catch (GeneralSecurityException e) {
      throw unsupported(e);
    }
  }

  static byte[] sign(PrivateKey key, List<byte[]> content) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key);
      update(signature, content);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw unsupported(e);
    }
  }

  static boolean verify(PublicKey key, List<byte[]> content, byte[] bytes) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initVerify(key);
      update(signature, content);
      return signature.verify(bytes);
    } catch (SignatureException notOfThisForm) {
      return false;
    } catch (GeneralSecurityException e) {
      throw unsupported(e);
    }
  }

  private static void update(Signature signature, List<byte[]> content) throws SignatureException {
    for (byte[] part : content) {
      signature.update(part);
    }
  }

  private static IllegalStateException unsupported(GeneralSecurityException cause) {
    return new IllegalStateException("This Java cannot do " + ALGORITHM, cause);
  }

  /// Gives the same bytes whenever asked.
  private static final class Fixed extends SecureRandom {
    private final byte[] seed;

    Fixed(byte[] seed) {
      this.seed = seed;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      System.arraycopy(seed, 0, bytes, 0, Math.min(seed.length, bytes.length));
    }
  }
}
