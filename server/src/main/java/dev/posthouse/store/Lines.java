package dev.posthouse.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.event.Header;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Names and values as bytes: one `name: value` a line, as an operator would like to read them. A
/// backslash, line feed or carriage return inside a value is written `\\`, `\n`, `\r`.
public final class Lines {
  private static final byte[] NOTHING = {};

  private Lines() {}

  public static byte[] write(List<Header> headers) {
    var text = new StringBuilder(headers.size() * 40);
    for (Header header : headers) {
      line(text, header.name(), header.value());
    }
    return text.toString().getBytes(UTF_8);
  }

  /// As many of the first headers as fit into `most` bytes.
  static byte[] head(List<Header> headers, int most) {
    byte[] all = write(headers);
    int end = Math.min(all.length, most);
    while (end < all.length && end > 0 && all[end - 1] != '\n') {
      end--;
    }
    return end == all.length ? all : Arrays.copyOf(all, end);
  }

  public static byte[] write(Map<String, String> map) {
    if (map.isEmpty()) {
      return NOTHING;
    }
    var text = new StringBuilder();
    map.forEach((name, value) -> line(text, name, value));
    return text.toString().getBytes(UTF_8);
  }

  /// One a line; names hold no line feeds.
  static byte[] names(List<String> names) {
    return names.isEmpty() ? NOTHING : String.join("\n", names).getBytes(UTF_8);
  }

  public static List<String> names(byte[] lines) {
    return new String(lines, UTF_8).lines().toList();
  }

  public static List<Header> headers(byte[] lines) {
    var headers = new ArrayList<Header>();
    for (String line : new String(lines, UTF_8).lines().toList()) {
      int colon = line.indexOf(": ");
      if (colon > 0) {
        headers.add(new Header(line.substring(0, colon), unescape(line.substring(colon + 2))));
      }
    }
    return headers;
  }

  public static Map<String, String> map(byte[] lines) {
    var map = new LinkedHashMap<String, String>();
    headers(lines).forEach(h -> map.put(h.name(), h.value()));
    return map;
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(name).append(": ");
    if (isPlain(value)) {
      text.append(value);
    } else {
      escape(text, value);
    }
    text.append('\n');
  }

  private static boolean isPlain(String value) {
    return value.indexOf('\\') < 0 && value.indexOf('\n') < 0 && value.indexOf('\r') < 0;
  }

  private static void escape(StringBuilder text, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '\\' -> text.append("\\\\");
        case '\n' -> text.append("\\n");
        case '\r' -> text.append("\\r");
        default -> text.append(c);
      }
    }
  }

  private static String unescape(String value) {
    if (value.indexOf('\\') < 0) {
      return value;
    }
    var text = new StringBuilder(value.length());
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean escaped = c == '\\' && i + 1 < value.length();
      text.append(escaped ? escaped(value.charAt(++i)) : c);
    }
    return text.toString();
  }

  private static char escaped(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      default -> c;
    };
  }
}
