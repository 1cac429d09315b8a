package dev.posthouse.webhooks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// A secret that sender and receiver share: HMAC-SHA256, version `v1`. Serialised as `whsec_` and
/// the base64 of 24 to 64 bytes; the HMAC key is the decoded bytes (Standard Webhooks 1.0.0,
/// "Symmetric").
public final class SymmetricSecret implements SigningSecret, VerifyingKey {
  /// The fewest bytes a secret may have.
  public static final int LEAST_BYTES = 24;

  /// The most bytes a secret may have.
  public static final int MOST_BYTES = 64;

  static final String PREFIX = "whsec_";
  static final String FORM =
      "whsec_ followed by the base64 of 24 to 64 random bytes, such as"
          + " whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

  private static final String VERSION = "v1";
  private static final int GENERATED_BYTES = 32;

  private final byte[] key;
  private final Digest.Keyed hmac;

  private SymmetricSecret(byte[] key) {
    this.key = key;
    this.hmac = Digest.HMAC_SHA256.keyed(key);
  }

  /// Makes a secret of 32 bytes.
  public static SymmetricSecret generate(SecureRandom random) {
    byte[] key = new byte[GENERATED_BYTES];
    random.nextBytes(key);
    return new SymmetricSecret(key);
  }

  /// Reads `whsec_…`.
  ///
  /// @throws IllegalArgumentException if the text has another form or length; the message does not
  ///   contain the text
  public static SymmetricSecret parse(String text) {
    byte[] key = KeyText.decode(text, PREFIX, FORM);
    if (key.length < LEAST_BYTES || key.length > MOST_BYTES) {
      throw new IllegalArgumentException(
          "The secret has " + key.length + " bytes. The right form is " + FORM);
    }
    return new SymmetricSecret(key);
  }

  @Override
  public String sign(SignedContent content) {
    return VERSION + "," + signature(content);
  }

  @Override
  public byte[] sign(List<byte[]> content) {
    return hmac.of(content);
  }

  @Override
  public String algorithm() {
    return "hmac-sha256";
  }

  /// A signature of a fixed text: tells as little of the secret as any other signature does.
  @Override
  public String keyId() {
    byte[] signature = sign(List.of("key id".getBytes(US_ASCII)));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(signature, 12));
  }

  @Override
  public boolean verifiesAny(SignedContent content, List<String> signatures) {
    byte[] right = signature(content).getBytes(US_ASCII);
    return signatures.stream()
        .anyMatch(signature -> MessageDigest.isEqual(right, signature.getBytes(US_ASCII)));
  }

  @Override
  public String version() {
    return VERSION;
  }

  @Override
  public VerifyingKey verifyingKey() {
    return this;
  }

  @Override
  public String reveal() {
    return KeyText.encode(PREFIX, key);
  }

  private String signature(SignedContent content) {
    return Base64.getEncoder().encodeToString(sign(content.parts()));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SymmetricSecret that && MessageDigest.isEqual(key, that.key);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(key);
  }

  @Override
  public String toString() {
    return "***";
  }
}
