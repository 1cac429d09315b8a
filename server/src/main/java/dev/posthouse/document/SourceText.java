package dev.posthouse.document;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// From the bytes of a document to its text: UTF-8, with or without a byte order mark, lines ended
/// by LF or CRLF, no control characters.
final class SourceText {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  /// Whoever sees the first few knows what is wrong with the file.
  private static final int MOST_CONTROLS = 5;

  private SourceText() {}

  /// @throws InvalidDocument if it is no such text
  static String decode(byte[] bytes) {
    var findings = new Findings();
    if (isWide(bytes)) {
      findings.add(Mark.START, "", "the text is UTF-16 or UTF-32; save it as UTF-8");
      findings.done();
    }
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CoderResult result = decoder.decode(in, out, true);
    String text = out.flip().toString();
    if (result.isError()) {
      findings.add(
          Mark.of(text, text.length()),
          "",
          "byte 0x%s is not UTF-8 here; the file was probably saved as Latin-1 or GBK: save it as UTF-8"
              .formatted(
                  Integer.toHexString(bytes[in.position()] & 0xFF).toUpperCase(Locale.ROOT)));
      findings.done();
    }
    return checked(text);
  }

  /// @throws InvalidDocument if it holds control characters
  static String checked(String raw) {
    boolean marked = !raw.isEmpty() && raw.charAt(0) == BYTE_ORDER_MARK;
    String text = (marked ? raw.substring(1) : raw).replace("\r\n", "\n");
    var findings = new Findings();
    int controls = 0;
    for (int i = 0; i < text.length() && controls < MOST_CONTROLS; i++) {
      if (isControl(text.charAt(i))) {
        controls++;
        findings.add(
            Mark.of(text, i),
            "",
            "control character U+%04X; take it out".formatted((int) text.charAt(i)));
      }
    }
    findings.done();
    return text;
  }

  private static boolean isControl(char c) {
    return (c < ' ' && c != '\t' && c != '\n')
        || (c >= 0x7F && c < 0xA0 && c != 0x85)
        || c >= 0xFFFE;
  }

  private static boolean isWide(byte[] bytes) {
    int high = bytes.length > 0 ? bytes[0] & 0xFF : 0;
    int low = bytes.length > 1 ? bytes[1] & 0xFF : 0;
    boolean marked = (high == 0xFE && low == 0xFF) || (high == 0xFF && low == 0xFE);
    return marked || (bytes.length > 1 && (high == 0) != (low == 0));
  }
}
