package dev.posthouse.rule;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.function.Supplier;

/// Writes what a template makes, as JSON in UTF-8, and stops at a limit. For one thread.
final class Scribe {
  /// In bytes; what receivers take, and what an event may be itself.
  static final int LIMIT = 10 << 20;

  private static final Words TOO_LARGE = new Words("it makes more than 10 MB", "它生成的内容超过 10 MB");

  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  private final int limit;
  private final Supplier<? extends RuntimeException> tooLarge;
  private byte[] bytes = new byte[512];
  private int size;

  Scribe() {
    this(LIMIT, () -> new Unrenderable(TOO_LARGE));
  }

  /// @param tooLarge what is thrown instead of writing more
  Scribe(long limit, Supplier<? extends RuntimeException> tooLarge) {
    this.limit = Math.toIntExact(limit);
    this.tooLarge = tooLarge;
  }

  byte[] written() {
    return Arrays.copyOf(bytes, size);
  }

  String text() {
    return new String(bytes, 0, size, UTF_8);
  }

  int size() {
    return size;
  }

  void raw(byte[] more) {
    raw(more, 0, more.length);
  }

  void raw(Slice more) {
    raw(more.bytes(), more.from(), more.size());
  }

  void raw(byte[] more, int from, int length) {
    reserve(length);
    System.arraycopy(more, from, bytes, size, length);
    size += length;
  }

  void raw(char ascii) {
    reserve(1);
    bytes[size++] = (byte) ascii;
  }

  /// Digits and the like.
  void ascii(String text) {
    int length = text.length();
    reserve(length);
    for (int i = 0; i < length; i++) {
      bytes[size++] = (byte) text.charAt(i);
    }
  }

  void quoted(String text) {
    raw('"');
    inside(text);
    raw('"');
  }

  /// What stands between the quotes. Half a character (a surrogate without its other half) has no
  /// form in UTF-8 and is written as JSON's escape.
  void inside(String text) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        one(c);
      } else if (c < 0x800) {
        reserve(2);
        bytes[size++] = (byte) (0xc0 | (c >> 6));
        bytes[size++] = (byte) (0x80 | (c & 0x3f));
      } else if (!Character.isSurrogate(c)) {
        reserve(3);
        bytes[size++] = (byte) (0xe0 | (c >> 12));
        bytes[size++] = (byte) (0x80 | ((c >> 6) & 0x3f));
        bytes[size++] = (byte) (0x80 | (c & 0x3f));
      } else if (i + 1 < length && Character.isSurrogatePair(c, text.charAt(i + 1))) {
        pair(Character.toCodePoint(c, text.charAt(++i)));
      } else {
        escape(c);
      }
    }
  }

  private void one(char c) {
    if (c == '"' || c == '\\') {
      reserve(2);
      bytes[size++] = '\\';
      bytes[size++] = (byte) c;
    } else if (c >= ' ') {
      raw(c);
    } else {
      control(c);
    }
  }

  private void control(char c) {
    switch (c) {
      case '\n' -> ascii("\\n");
      case '\r' -> ascii("\\r");
      case '\t' -> ascii("\\t");
      default -> escape(c);
    }
  }

  private void pair(int point) {
    reserve(4);
    bytes[size++] = (byte) (0xf0 | (point >> 18));
    bytes[size++] = (byte) (0x80 | ((point >> 12) & 0x3f));
    bytes[size++] = (byte) (0x80 | ((point >> 6) & 0x3f));
    bytes[size++] = (byte) (0x80 | (point & 0x3f));
  }

  private void escape(char c) {
    reserve(6);
    bytes[size++] = '\\';
    bytes[size++] = 'u';
    bytes[size++] = HEX[c >> 12];
    bytes[size++] = HEX[(c >> 8) & 0xf];
    bytes[size++] = HEX[(c >> 4) & 0xf];
    bytes[size++] = HEX[c & 0xf];
  }

  private void reserve(int more) {
    if (more > limit - size) {
      throw tooLarge.get();
    }
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.min(limit, Math.max(2 * bytes.length, size + more)));
    }
  }
}
