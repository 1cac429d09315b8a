package dev.posthouse.webhooks.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.webhooks.body.Malformed;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/// Values of the headers `ce-…` (CloudEvents 1.0, HTTP binding, section 3.1.3.2): percent-escapes
/// of UTF-8, or a text in quotation marks.
final class HeaderText {
  private HeaderText() {}

  /// @throws Malformed if an escape is broken or what they stand for is not UTF-8
  static String decoded(String value) throws Malformed {
    String text = unquoted(value);
    if (text.indexOf('%') < 0) {
      return text;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    byte[] encoded = text.getBytes(UTF_8);
    for (int i = 0; i < encoded.length; i++) {
      if (encoded[i] == '%') {
        bytes.write(hex(encoded, i + 1));
        i += 2;
      } else {
        bytes.write(encoded[i]);
      }
    }
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
    } catch (CharacterCodingException notUtf8) {
      throw new Malformed("A CloudEvents header does not stand for UTF-8");
    }
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1") : value;
  }

  private static int hex(byte[] text, int at) throws Malformed {
    int high = at + 1 < text.length ? Character.digit(text[at], 16) : -1;
    int low = at + 1 < text.length ? Character.digit(text[at + 1], 16) : -1;
    if (high < 0 || low < 0) {
      throw new Malformed("A CloudEvents header has a broken percent-escape");
    }
    return 16 * high + low;
  }
}
