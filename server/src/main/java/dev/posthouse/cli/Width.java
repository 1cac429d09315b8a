package dev.posthouse.cli;

import java.util.Arrays;

/// How many columns of a terminal a text takes: a Chinese, Japanese or Korean character takes two,
/// a combining mark none (Unicode Standard Annex 11).
final class Width {
  /// First and last code point of each range that is wide.
  private static final int[] WIDE = {
    0x1100, 0x115F, 0x231A, 0x231B, 0x23E9, 0x23EC, 0x2E80, 0x303E, 0x3041, 0x33FF, 0x3400, 0x4DBF,
    0x4E00, 0x9FFF, 0xA000, 0xA4CF, 0xA960, 0xA97F, 0xAC00, 0xD7A3, 0xF900, 0xFAFF, 0xFE10, 0xFE19,
    0xFE30, 0xFE6F, 0xFF00, 0xFF60, 0xFFE0, 0xFFE6, 0x1F300, 0x1F64F, 0x1F680, 0x1F6FF, 0x1F900,
    0x1F9FF, 0x20000, 0x3FFFD
  };

  private Width() {}

  static int of(String text) {
    return text.codePoints().map(Width::of).sum();
  }

  private static int of(int point) {
    return switch (Character.getType(point)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
      default -> isWide(point) ? 2 : 1;
    };
  }

  private static boolean isWide(int point) {
    int place = Arrays.binarySearch(WIDE, point);
    return place >= 0 || (-place - 1) % 2 == 1;
  }

  static String pad(String text, int columns) {
    return text + " ".repeat(Math.max(0, columns - of(text)));
  }

  static String padLeft(String text, int columns) {
    return " ".repeat(Math.max(0, columns - of(text))) + text;
  }

  /// At most that many columns; what is cut off shows as `…`.
  static String cut(String text, int columns) {
    if (of(text) <= columns) {
      return text;
    }
    var kept = new StringBuilder();
    int used = 1;
    for (int point : text.codePoints().toArray()) {
      used += of(point);
      if (used > columns) {
        break;
      }
      kept.appendCodePoint(point);
    }
    return kept + "…";
  }

  /// Without the characters that would move the cursor or change colours: what others wrote must
  /// not steer this terminal. Line feeds stay.
  static String harmless(String text) {
    var kept = new StringBuilder(text.length());
    text.codePoints()
        .map(p -> Character.isISOControl(p) && p != '\n' ? 0xFFFD : p)
        .forEach(kept::appendCodePoint);
    return kept.toString();
  }
}
