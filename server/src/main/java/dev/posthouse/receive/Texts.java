package dev.posthouse.receive;

import static java.nio.charset.StandardCharsets.UTF_8;

/// Texts that others chose, made fit to be stored: a request that was verified is not lost for an
/// odd character.
final class Texts {
  private static final char REPLACEMENT = '\uFFFD';

  private Texts() {}

  /// Without U+0000 and halves of surrogate pairs.
  static String clean(String text) {
    int odd = 0;
    while (odd < text.length() && plain(text.charAt(odd))) {
      odd++;
    }
    if (odd == text.length()) {
      return text;
    }
    var clean = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (pair) {
        clean.append(c).append(text.charAt(++i));
      } else {
        clean.append(plain(c) ? c : REPLACEMENT);
      }
    }
    return clean.toString();
  }

  private static boolean plain(char c) {
    return c != 0 && !Character.isSurrogate(c);
  }

  /// Clean, and no longer than so many bytes of UTF-8.
  static String clean(String text, int most) {
    String clean = clean(text);
    if (clean.length() * 3 <= most || clean.getBytes(UTF_8).length <= most) {
      return clean;
    }
    int end = Math.min(clean.length(), most);
    while (clean.substring(0, end).getBytes(UTF_8).length > most) {
      end -= 1 + (clean.substring(0, end).getBytes(UTF_8).length - most) / 4;
    }
    return clean(clean.substring(0, end));
  }
}
