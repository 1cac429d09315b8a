package dev.posthouse.webhooks.body;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/// Bodies that were compressed on their way (`Content-Encoding`, RFC 9110, section 8.4.1).
public final class Packed {
  /// What can be unpacked.
  public static final List<String> ENCODINGS = List.of("gzip", "deflate");

  private Packed() {}

  /// The body as it was before.
  ///
  /// @param encoding the value of `Content-Encoding`; `identity` and the empty text for none
  /// @param most bytes of the result: a few bytes can unpack to any number
  /// @throws Malformed if it cannot be unpacked, has more bytes, or the encoding is another one
  public static byte[] unpack(String encoding, byte[] body, int most) throws Malformed {
    String name = encoding.strip();
    if (name.isEmpty() || name.equalsIgnoreCase("identity")) {
      return body;
    }
    try (InputStream in = stream(name, body)) {
      byte[] unpacked = in.readNBytes(most);
      if (unpacked.length == most && in.read() >= 0) {
        throw new Malformed("The body unpacks to more than " + most + " bytes");
      }
      return unpacked;
    } catch (IOException broken) {
      throw new Malformed("The body is not packed as Content-Encoding says");
    }
  }

  /// The same to be read step by step, and without an end as far as anybody knows.
  ///
  /// @param encoding one of [#ENCODINGS]
  /// @throws IOException if it is not packed so, also where it is read
  public static InputStream stream(String encoding, byte[] body) throws IOException, Malformed {
    ByteArrayInputStream in = new ByteArrayInputStream(body);
    return switch (encoding.strip().toLowerCase(Locale.ROOT)) {
      case "gzip", "x-gzip" -> new GZIPInputStream(in);
      case "deflate" -> new InflaterInputStream(in);
      default ->
          throw new Malformed("The Content-Encoding is none of " + String.join(", ", ENCODINGS));
    };
  }
}
