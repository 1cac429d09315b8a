package dev.posthouse.web;

import dev.posthouse.access.Caller;
import dev.posthouse.event.Header;
import dev.posthouse.event.NewEvent;
import dev.posthouse.event.Payload;
import dev.posthouse.json.Pointers;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Reads an event in the binary mode of the CloudEvents HTTP binding 1.0.2: attributes in `ce-…`
/// headers, the body is the data.
final class CloudEventHeaders {
  static final String PREFIX = "ce-";
  private static final Pattern NAME = Pattern.compile("[a-z0-9]{1,20}");
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

  private final InstantSource clock;

  CloudEventHeaders(InstantSource clock) {
    this.clock = clock;
  }

  /// @param headers those whose name begins with `ce-`, in any case
  /// @param contentType that of the request, empty if it has none
  /// @throws dev.posthouse.event.Invalid with every flaw
  /// @throws dev.posthouse.json.Malformed if the body says that it is JSON and is not
  NewEvent read(Caller by, List<Header> headers, String contentType, byte[] body) {
    var attributes = new CloudEventAttributes();
    for (Header header : headers) {
      attribute(attributes, header);
    }
    if (body.length == 0) {
      attributes.draft().payload(new Payload(Payload.JSON, NULL));
    } else {
      String type = contentType.isEmpty() ? "application/octet-stream" : contentType;
      attributes.draft().payload(CloudEventAttributes.payload(type, body));
    }
    return attributes.done(by, clock);
  }

  private static void attribute(CloudEventAttributes attributes, Header header) {
    String name = header.name().substring(PREFIX.length()).toLowerCase(Locale.ROOT);
    String pointer = Pointers.child("", name);
    if (!NAME.matcher(name).matches()) {
      attributes
          .draft()
          .flaw(
              pointer,
              "an attribute's name is 1 to 20 lower-case letters and digits, such as ce-traceid");
    } else if (name.equals("datacontenttype")) {
      attributes.draft().flaw(pointer, "stands in Content-Type in this mode");
    } else {
      try {
        attributes.put(name, decode(header.value()));
      } catch (IllegalArgumentException e) {
        attributes.draft().flaw(pointer, String.valueOf(e.getMessage()));
      }
    }
  }

  /// HTTP binding 1.0.2 §3.1.3.2: first the quotes of older senders, then one round of
  /// percent-decoding.
  static String decode(String value) {
    return percentDecoded(unquoted(value));
  }

  private static String unquoted(String value) {
    if (value.length() < 2 || value.charAt(0) != '"' || !value.endsWith("\"")) {
      return value;
    }
    return value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1");
  }

  private static String percentDecoded(String value) {
    if (value.indexOf('%') < 0) {
      return value;
    }
    var bytes = new ByteArrayOutputStream(value.length());
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) == '%') {
        bytes.write(octet(value, i + 1));
        i += 2;
      } else {
        bytes.writeBytes(String.valueOf(value.charAt(i)).getBytes(StandardCharsets.UTF_8));
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("its percent-encoding is not UTF-8", e);
    }
  }

  private static int octet(String value, int at) {
    int high = at < value.length() ? Character.digit(value.charAt(at), 16) : -1;
    int low = at + 1 < value.length() ? Character.digit(value.charAt(at + 1), 16) : -1;
    if (high < 0 || low < 0) {
      throw new IllegalArgumentException("% is followed by two hexadecimal digits, such as %20");
    }
    return high << 4 | low;
  }
}
