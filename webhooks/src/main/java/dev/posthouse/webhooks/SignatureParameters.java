package dev.posthouse.webhooks;

/// What is said about a message signature beside what it covers (RFC 9421, section 2.3). A text
/// that is empty is left out.
///
/// @param created when it was made, in seconds since 1970
/// @param keyId by which key
/// @param algorithm such as `ed25519`
/// @param nonce a value that is used once
/// @param tag what it is made for
public record SignatureParameters(
    long created, String keyId, String algorithm, String nonce, String tag) {

  /// @throws IllegalArgumentException if the time is negative
  public SignatureParameters {
    if (created < 0) {
      throw new IllegalArgumentException(
          "The time " + created + " is negative. Use seconds since 1970");
    }
  }

  String serialised() {
    return ";created="
        + created
        + parameter("keyid", keyId)
        + parameter("alg", algorithm)
        + parameter("nonce", nonce)
        + parameter("tag", tag);
  }

  private static String parameter(String name, String value) {
    return value.isEmpty() ? "" : ";" + name + "=" + StructuredText.quoted(value);
  }
}
