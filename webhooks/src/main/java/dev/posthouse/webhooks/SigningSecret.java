package dev.posthouse.webhooks;

import java.util.List;

/// What a sender signs with. Prints as `***`.
public sealed interface SigningSecret permits SymmetricSecret, Ed25519SecretKey {

  /// Reads the serialised form: `whsec_…` or `whsk_…` (Standard Webhooks 1.0.0, "Signature
  /// scheme").
  ///
  /// @throws IllegalArgumentException if the text has another form; the message names the right one
  ///   and does not contain the text
  static SigningSecret parse(String text) {
    if (text.startsWith(SymmetricSecret.PREFIX)) {
      return SymmetricSecret.parse(text);
    }
    if (text.startsWith(Ed25519SecretKey.PREFIX)) {
      return Ed25519SecretKey.parse(text);
    }
    if (text.startsWith(Ed25519PublicKey.PREFIX)) {
      throw new IllegalArgumentException(
          "A whpk_ key is public and only verifies. Sign with its secret key: "
              + Ed25519SecretKey.FORM);
    }
    throw new IllegalArgumentException(
        "A signing secret is " + SymmetricSecret.FORM + ", or " + Ed25519SecretKey.FORM);
  }

  /// One entry of the signature header: the version, a comma and the signature in base64, such as
  /// `v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=`.
  String sign(SignedContent content);

  /// The bare signature of any bytes, in as many parts as they come.
  byte[] sign(List<byte[]> content);

  /// The name of the algorithm in message signatures (RFC 9421, section 6.2): `hmac-sha256` or
  /// `ed25519`.
  String algorithm();

  /// Names the key without telling it: the thumbprint of the public key (RFC 7638), or, of a shared
  /// secret, what only those can compute who have it.
  String keyId();

  /// What a receiver needs to verify these signatures: the same secret, or the public key.
  VerifyingKey verifyingKey();

  /// The serialised form. Whoever has it can sign.
  String reveal();
}
