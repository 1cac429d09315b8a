package dev.posthouse.webhooks;

import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// A secret key that only the sender has: Ed25519, version `v1a`. Serialised as `whsk_` and the
/// base64 of the 32-byte seed followed by the 32-byte public key; the seed alone is accepted too
/// (Standard Webhooks 1.0.0, "Asymmetric"; the 64-byte form is that of Svix).
public final class Ed25519SecretKey implements SigningSecret {
  static final String PREFIX = "whsk_";
  static final String FORM =
      "whsk_ followed by the base64 of an Ed25519 seed of 32 bytes, or of the seed and its public"
          + " key, 64 bytes";

  private final byte[] seed;
  private final PrivateKey privateKey;
  private final Ed25519PublicKey publicKey;

  private Ed25519SecretKey(byte[] seed) {
    this.seed = seed;
    this.privateKey = Ed25519.privateKey(seed);
    this.publicKey = new Ed25519PublicKey(Ed25519.publicKeyOf(seed));
  }

  /// Makes a key.
  public static Ed25519SecretKey generate(SecureRandom random) {
    byte[] seed = new byte[Ed25519.KEY_BYTES];
    random.nextBytes(seed);
    return new Ed25519SecretKey(seed);
  }

  /// Reads `whsk_…`.
  ///
  /// @throws IllegalArgumentException if the text has another form or length, or its two halves do
  ///   not belong together; the message does not contain the text
  public static Ed25519SecretKey parse(String text) {
    byte[] bytes = KeyText.decode(text, PREFIX, FORM);
    if (bytes.length != Ed25519.KEY_BYTES && bytes.length != 2 * Ed25519.KEY_BYTES) {
      throw new IllegalArgumentException(
          "The secret key has " + bytes.length + " bytes. The right form is " + FORM);
    }
    Ed25519SecretKey key = new Ed25519SecretKey(Arrays.copyOf(bytes, Ed25519.KEY_BYTES));
    if (bytes.length == 2 * Ed25519.KEY_BYTES && !Arrays.equals(bytes, key.bytes())) {
      throw new IllegalArgumentException(
          "The last 32 bytes of the secret key are not the public key of the first 32. The right"
              + " form is "
              + FORM);
    }
    return key;
  }

  @Override
  public String sign(SignedContent content) {
    return Ed25519PublicKey.VERSION
        + ","
        + Base64.getEncoder().encodeToString(Ed25519.sign(privateKey, content.parts()));
  }

  @Override
  public byte[] sign(List<byte[]> content) {
    return Ed25519.sign(privateKey, content);
  }

  @Override
  public String algorithm() {
    return "ed25519";
  }

  @Override
  public String keyId() {
    return publicKey.keyId();
  }

  @Override
  public Ed25519PublicKey verifyingKey() {
    return publicKey;
  }

  /// The serialised form of 64 bytes.
  @Override
  public String reveal() {
    return KeyText.encode(PREFIX, bytes());
  }

  private byte[] bytes() {
    byte[] bytes = Arrays.copyOf(seed, 2 * Ed25519.KEY_BYTES);
    System.arraycopy(publicKey.raw(), 0, bytes, Ed25519.KEY_BYTES, Ed25519.KEY_BYTES);
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Ed25519SecretKey that && MessageDigest.isEqual(seed, that.seed);
  }

  @Override
  public int hashCode() {
    return publicKey.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
