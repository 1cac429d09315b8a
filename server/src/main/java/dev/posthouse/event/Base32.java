package dev.posthouse.event;

/// Writes 64-bit ids as 13 lower-case letters and digits (Crockford's alphabet, no `i`, `l`, `o`,
/// `u`). The text sorts as the unsigned number does.
final class Base32 {
  static final int LENGTH = 13;
  private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

  private Base32() {}

  static String encode(long value) {
    var text = new char[LENGTH];
    for (int i = LENGTH - 1; i >= 0; i--) {
      text[i] = ALPHABET.charAt((int) (value & 31));
      value >>>= 5;
    }
    return new String(text);
  }

  /// @throws IllegalArgumentException if `text[from, from + 13)` is not an id
  static long decode(String text, int from) {
    if (text.length() < from + LENGTH || ALPHABET.indexOf(text.charAt(from)) > 15) {
      throw new IllegalArgumentException("not an id: " + text);
    }
    long value = 0;
    for (int i = from; i < from + LENGTH; i++) {
      int digit = ALPHABET.indexOf(text.charAt(i));
      if (digit < 0) {
        throw new IllegalArgumentException("not an id: " + text);
      }
      value = value << 5 | digit;
    }
    return value;
  }

  /// Reads the one number of an id such as `evt_0f3c…`.
  static long single(String prefix, String text) {
    if (!text.startsWith(prefix) || text.length() != prefix.length() + LENGTH) {
      throw new IllegalArgumentException("not an id of the form " + prefix + "…: " + text);
    }
    return decode(text, prefix.length());
  }
}
