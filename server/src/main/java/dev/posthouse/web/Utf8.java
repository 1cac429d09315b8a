package dev.posthouse.web;

import dev.posthouse.json.Malformed;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/// Refuses bytes that are not UTF-8. The JSON parser skips over texts that nobody asks for without
/// looking at every byte, so this is asked first.
final class Utf8 {
  private static final int CHUNK = 8192;

  private Utf8() {}

  /// @throws Malformed with the place of the first wrong byte
  static void check(byte[] bytes) {
    int ascii = 0;
    while (ascii < bytes.length && bytes[ascii] >= 0) {
      ascii++;
    }
    if (ascii < bytes.length) {
      decode(bytes, ascii);
    }
  }

  private static void decode(byte[] bytes, int from) {
    var decoder = StandardCharsets.UTF_8.newDecoder();
    var in = ByteBuffer.wrap(bytes, from, bytes.length - from);
    var out = CharBuffer.allocate(Math.min(CHUNK, bytes.length));
    CoderResult result;
    do {
      out.clear();
      result = decoder.decode(in, out, true);
    } while (result.isOverflow());
    if (result.isError()) {
      throw malformed(bytes, in.position());
    }
  }

  private static Malformed malformed(byte[] bytes, int at) {
    int line = 1;
    int begin = 0;
    for (int i = 0; i < at; i++) {
      if (bytes[i] == '\n') {
        line++;
        begin = i + 1;
      }
    }
    String before = new String(bytes, begin, at - begin, StandardCharsets.UTF_8);
    return new Malformed("this byte is not UTF-8", line, before.length() + 1);
  }
}
