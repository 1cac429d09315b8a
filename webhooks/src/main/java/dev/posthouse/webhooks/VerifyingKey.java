package dev.posthouse.webhooks;

import java.util.List;

/// What a receiver verifies with.
public sealed interface VerifyingKey permits SymmetricSecret, Ed25519PublicKey {

  /// Reads the serialised form: `whsec_…` or `whpk_…` (Standard Webhooks 1.0.0, "Signature
  /// scheme").
  ///
  /// @throws IllegalArgumentException if the text has another form; the message names the right one
  ///   and does not contain the text
  static VerifyingKey parse(String text) {
    if (text.startsWith(SymmetricSecret.PREFIX)) {
      return SymmetricSecret.parse(text);
    }
    if (text.startsWith(Ed25519PublicKey.PREFIX)) {
      return Ed25519PublicKey.parse(text);
    }
    if (text.startsWith(Ed25519SecretKey.PREFIX)) {
      throw new IllegalArgumentException(
          "A whsk_ key is for the sender only. Verify with its public key: "
              + Ed25519PublicKey.FORM);
    }
    throw new IllegalArgumentException(
        "A verifying key is " + SymmetricSecret.FORM + ", or " + Ed25519PublicKey.FORM);
  }

  /// The version of the signatures that this key verifies: `v1` or `v1a`.
  String version();

  /// Whether any of `signatures`, the base64 of entries of version [#version], is this key's for
  /// the content. What is not base64 is passed over. The time taken tells nothing of the right
  /// signature.
  boolean verifiesAny(SignedContent content, List<String> signatures);
}
