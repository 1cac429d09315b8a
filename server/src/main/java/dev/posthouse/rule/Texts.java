package dev.posthouse.rule;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.event.Sha256;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/// What the text functions do, charged to the current [Meter] before it is done where the result
/// could be much larger than what was given.
final class Texts {
  /// Of an entry in a list, in bytes; a list of short texts takes more room than the texts.
  private static final int ENTRY = 32;

  private Texts() {}

  static String built(String text) {
    Meter.build(text);
    return text;
  }

  /// Not longer than so many characters of Java, and whole: half a character has no form in UTF-8.
  static String shortened(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    return text.substring(0, end) + "…";
  }

  /// @throws Unrenderable if JSON has no form for it
  static String json(Object value) {
    Scribe json = Meter.scribe();
    try {
      Values.write(json, value);
      return json.text();
    } finally {
      Meter.build((long) json.size());
    }
  }

  static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }

  static String replace(String text, String from, String to) {
    if (from.isEmpty()) {
      return text;
    }
    Meter.search(text.length(), from.length());
    long longer = Math.max(0, to.length() - from.length());
    if (longer > 0) {
      for (int at = text.indexOf(from); at >= 0; at = text.indexOf(from, at + from.length())) {
        Meter.build(longer);
      }
    }
    return built(text.replace(from, to));
  }

  /// An empty separator parts the characters.
  static List<Object> split(String text, String separator) {
    Meter.search(text.length(), separator.length());
    List<Object> parts = new ArrayList<>();
    int from = 0;
    for (int at = next(text, separator, 0); at >= 0; at = next(text, separator, from)) {
      parts.add(text.substring(from, at));
      from = at + separator.length();
      Meter.build(ENTRY);
    }
    Meter.build(text);
    parts.add(text.substring(from));
    return parts;
  }

  private static int next(String text, String separator, int from) {
    if (!separator.isEmpty()) {
      return text.indexOf(separator, from);
    }
    int at = from < text.length() ? text.offsetByCodePoints(from, 1) : text.length();
    return at < text.length() ? at : -1;
  }

  static String join(Arguments arguments) {
    String separator = arguments.text(1, "");
    StringBuilder text = new StringBuilder();
    for (Object item : arguments.list(0)) {
      String word = arguments.word(0, item);
      Meter.build((long) separator.length() + word.length() + 1);
      text.append(text.isEmpty() ? "" : separator).append(word);
    }
    return text.toString();
  }

  /// Counts characters, not their halves; places beyond the end are the end.
  static String substring(String text, int from, int to) {
    int begin = index(text, 0, from);
    return built(text.substring(begin, index(text, begin, Math.max(0, to - from))));
  }

  private static int index(String text, int from, int characters) {
    int at = from;
    for (int i = 0; i < characters && at < text.length(); i++) {
      at += Character.charCount(text.codePointAt(at));
    }
    return at;
  }

  static String padLeft(String text, int width, String with) {
    int missing = width - text.codePointCount(0, text.length());
    if (missing <= 0 || with.isEmpty()) {
      return built(text);
    }
    int characters = with.codePointCount(0, with.length());
    String padding = with.repeat(missing / characters + 1);
    return built(padding.substring(0, padding.offsetByCodePoints(0, missing)) + text);
  }

  static String sha256(byte[] bytes) {
    return built(HexFormat.of().formatHex(Sha256.of(bytes)));
  }

  static String base64(byte[] bytes) {
    Meter.build(bytes.length / 3L * 4);
    return Base64.getEncoder().encodeToString(bytes);
  }

  /// Percent-encoded for any part of a URL (RFC 3986, section 2.3): a space is `%20`.
  static String urlEncode(String text) {
    int escaped = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      escaped += c > 0x7f ? 9 : Character.isLetterOrDigit(c) ? 1 : 3;
      if (escaped > Scribe.LIMIT) {
        break;
      }
    }
    Meter.build((long) escaped);
    return URLEncoder.encode(text, UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }
}
