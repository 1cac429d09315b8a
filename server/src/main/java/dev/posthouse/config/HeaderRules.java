package dev.posthouse.config;

import dev.posthouse.event.Header;
import dev.posthouse.json.Fields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Which header lines an operator may add to deliveries: the syntax of RFC 9110 (5.1, 5.5), none of
/// the names that Posthouse or the protocol owns, no templates.
public final class HeaderRules {
  /// More would be a mistake, and every attempt carries and stores them.
  static final int MOST_HEADERS = 50;

  /// Most receivers refuse requests with more than 8 KB of headers.
  static final int MOST_VALUE = 4_096;

  private static final int MOST_NAME = 128;
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern VALUE =
      Pattern.compile("[\\x21-\\x7E](?:[\\x20-\\x7E\\t]*[\\x21-\\x7E])?");
  private static final Pattern SENSITIVE =
      Pattern.compile("auth|cookie|credential|key|passw|secret|session|signature|token");
  private static final Set<String> OWNED =
      Set.of(
          "host",
          "content-length",
          "content-type",
          "content-encoding",
          "transfer-encoding",
          "connection",
          "proxy-connection",
          "keep-alive",
          "te",
          "trailer",
          "upgrade",
          "expect");
  private static final List<String> OWNED_PREFIXES = List.of("webhook-", "posthouse-");

  private HeaderRules() {}

  /// Whether a header, or a parameter in a URL, is likely to carry a credential: its value is
  /// masked and encrypted.
  public static boolean sensitive(String name) {
    return SENSITIVE.matcher(name.toLowerCase(Locale.ROOT)).find();
  }

  static List<Header> read(Fields fields) {
    var headers = new ArrayList<Header>();
    var seen = new HashSet<String>();
    fields
        .entries()
        .forEach((name, value) -> {
          check(fields, name, value);
          if (!seen.add(name.toLowerCase(Locale.ROOT))) {
            fields.flaw(name, "stands here twice, in another case");
          }
          headers.add(new Header(name, value));
        });
    if (headers.size() > MOST_HEADERS) {
      fields.flaw("", "has " + headers.size() + " entries; at most " + MOST_HEADERS);
    }
    return headers;
  }

  private static void check(Fields fields, String name, String value) {
    try {
      name(name);
      value(value);
    } catch (IllegalArgumentException e) {
      fields.flaw(name, String.valueOf(e.getMessage()));
    }
  }

  /// @throws IllegalArgumentException if it may not be a header's name
  static String name(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (name.length() > MOST_NAME || !TOKEN.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "is not a header name; use letters, digits and hyphens, such as X-Api-Version");
    }
    if (OWNED.contains(lower) || OWNED_PREFIXES.stream().anyMatch(lower::startsWith)) {
      throw new IllegalArgumentException(
          "Posthouse sets this header itself; choose another name, such as X-" + name);
    }
    return name;
  }

  /// @throws IllegalArgumentException if it may not be a header's value; the message does not
  ///   repeat it
  static String value(String value) {
    if (value.contains("{{")) {
      throw new IllegalArgumentException(
          "templates are not filled in headers; write the value itself");
    }
    if (value.length() > MOST_VALUE) {
      throw new IllegalArgumentException(
          "is " + value.length() + " characters long; at most " + MOST_VALUE);
    }
    if (!value.isEmpty() && !VALUE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a header's value is printable ASCII without line breaks, nor spaces around it, such as"
              + " text/plain");
    }
    return value;
  }
}
