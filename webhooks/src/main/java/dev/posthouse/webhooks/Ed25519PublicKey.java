package dev.posthouse.webhooks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// The public key to an [Ed25519SecretKey]: verifies signatures of version `v1a`, and may be known
/// to all. Serialised as `whpk_` and the base64 of its 32 bytes, which is also how it prints
/// (Standard Webhooks 1.0.0, "Asymmetric").
public final class Ed25519PublicKey implements VerifyingKey {
  static final String PREFIX = "whpk_";
  static final String VERSION = "v1a";
  static final String FORM =
      "whpk_ followed by the base64 of an Ed25519 public key of 32 bytes, such as"
          + " whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=";

  private final byte[] raw;
  private final PublicKey key;

  Ed25519PublicKey(byte[] raw) {
    this.raw = raw;
    this.key = Ed25519.publicKey(raw);
  }

  /// Reads `whpk_…`.
  ///
  /// @throws IllegalArgumentException if the text has another form or length, or the bytes are no
  ///   point of the curve
  public static Ed25519PublicKey parse(String text) {
    byte[] raw = KeyText.decode(text, PREFIX, FORM);
    if (raw.length != Ed25519.KEY_BYTES) {
      throw new IllegalArgumentException(
          "The public key has " + raw.length + " bytes. The right form is " + FORM);
    }
    return new Ed25519PublicKey(raw);
  }

  @Override
  public String version() {
    return VERSION;
  }

  @Override
  public boolean verifiesAny(SignedContent content, List<String> signatures) {
    return signatures.stream().anyMatch(signature -> verifies(content, signature));
  }

  private boolean verifies(SignedContent content, String signature) {
    try {
      return Ed25519.verify(key, content.parts(), Base64.getDecoder().decode(signature));
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  boolean verifies(List<byte[]> content, byte[] signature) {
    return Ed25519.verify(key, content, signature);
  }

  /// The thumbprint of the key as a JSON Web Key (RFC 7638; RFC 8037, appendix A.3).
  public String keyId() {
    byte[] least =
        ("{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + x() + "\"}").getBytes(US_ASCII);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(least));
  }

  /// The key as a JSON Web Key (RFC 8037, section 2), named by its [#keyId].
  public String jwk() {
    return "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\""
        + x()
        + "\",\"kid\":\""
        + keyId()
        + "\",\"use\":\"sig\",\"alg\":\"EdDSA\"}";
  }

  private String x() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(raw);
  }

  byte[] raw() {
    return raw;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Ed25519PublicKey that && Arrays.equals(raw, that.raw);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(raw);
  }

  @Override
  public String toString() {
    return KeyText.encode(PREFIX, raw);
  }
}
