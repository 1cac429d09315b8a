package dev.posthouse.webhooks;

import java.util.Base64;

/// The serialised form of keys: a prefix that tells the kind, then standard base64.
final class KeyText {
  private KeyText() {}

  static String encode(String prefix, byte[] key) {
    return prefix + Base64.getEncoder().encodeToString(key);
  }

  /// @param form the right form, in words, for the message
  /// @throws IllegalArgumentException without the text, and without a cause, which would quote a
  ///   character of it
  static byte[] decode(String text, String prefix, String form) {
    if (!text.startsWith(prefix)) {
      throw new IllegalArgumentException(
          "The key does not begin with " + prefix + ". It is " + form);
    }
    try {
      return Base64.getDecoder().decode(text.substring(prefix.length()));
    } catch (IllegalArgumentException notBase64) {
      throw new IllegalArgumentException(
          "What follows " + prefix + " is not standard base64. The key is " + form);
    }
  }
}
