package dev.posthouse.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A signature in a form of the receiver's own: an HMAC over parts of the message, in a header of
/// some name. `{…}` in the two texts stands for a part of the message.
///
/// ```java
/// HmacFormat github = new HmacFormat(Algorithm.SHA256, Encoding.HEX, "sha256=", "{body}");
/// HmacFormat stripe = new HmacFormat(
///     Algorithm.SHA256, Encoding.HEX, "t={timestamp},v1=", "{timestamp}.{body}");
/// ```
///
/// @param prefix what stands in the header before the signature; may name all parts but the body
/// @param signed what is signed; names the body
public record HmacFormat(Algorithm algorithm, Encoding encoding, String prefix, String signed) {
  /// The parts that `{…}` may name.
  public static final List<String> PARTS =
      List.of("id", "timestamp", "method", "url", "path", "body");

  private static final String BODY = "body";
  private static final Pattern PART = Pattern.compile("\\{([^{}]*)}");

  /// @throws IllegalArgumentException with what is right if one of the texts names a part that
  ///   there is not, or the body is not signed
  public HmacFormat {
    refuseUnknown(prefix);
    refuseUnknown(signed);
    if (prefix.contains("{body}")) {
      throw new IllegalArgumentException("The prefix cannot hold the body");
    }
    if (!signed.contains("{body}")) {
      throw new IllegalArgumentException(
          "What is signed names the body, such as {timestamp}.{body}");
    }
  }

  /// The hash functions of an HMAC.
  public enum Algorithm {
    SHA1(Digest.HMAC_SHA1),
    SHA256(Digest.HMAC_SHA256),
    SHA384(Digest.HMAC_SHA384),
    SHA512(Digest.HMAC_SHA512);

    private final Digest digest;

    Algorithm(Digest digest) {
      this.digest = digest;
    }
  }

  /// How the bytes of a signature are written.
  public enum Encoding {
    HEX(SignatureText.HEX),
    BASE64(SignatureText.BASE64),
    BASE64URL(SignatureText.BASE64URL);

    private final SignatureText text;

    Encoding(SignatureText text) {
      this.text = text;
    }
  }

  /// What can be signed of one message.
  ///
  /// @param timestamp as it is sent
  /// @param body the bytes that are sent, in as many parts as they come
  public record Message(String id, String timestamp, String method, URI url, List<byte[]> body) {
    private String part(String name) {
      String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
      return switch (name) {
        case "id" -> id;
        case "timestamp" -> timestamp;
        case "method" -> method.toUpperCase(Locale.ROOT);
        case "url" -> url.toString();
        case "path" -> url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
        default -> throw new IllegalArgumentException("There is no {" + name + "}");
      };
    }
  }

  private static void refuseUnknown(String text) {
    Matcher part = PART.matcher(text);
    while (part.find()) {
      if (!PARTS.contains(part.group(1))) {
        throw new IllegalArgumentException(
            "There is no {"
                + part.group(1)
                + "}; write one of {"
                + String.join("}, {", PARTS)
                + "}");
      }
    }
  }

  /// The value of the header.
  ///
  /// @param key the bytes of the secret, at least one
  public String value(byte[] key, Message message) {
    byte[] signature = algorithm.digest.keyed(key).of(content(message));
    String before =
        PART.matcher(prefix)
            .replaceAll(found -> Matcher.quoteReplacement(message.part(found.group(1))));
    return before + encoding.text.write(signature);
  }

  /// The scheme by which a receiver verifies this form.
  ///
  /// @param header where the signature stands
  /// @param time where the timestamp stands, if one is signed
  /// @param idHeader where the id stands; empty if none is signed
  /// @throws IllegalArgumentException if the prefix names another part than the timestamp, or what
  ///   is signed and where it stands do not fit
  public HmacScheme scheme(String header, SignedTime time, String idHeader) {
    return new HmacScheme(
        header,
        prefix + "{signature}",
        algorithm.digest,
        encoding.text,
        signed,
        SecretText.UTF8,
        time,
        idHeader,
        Map.of());
  }

  private List<byte[]> content(Message message) {
    var content = new ArrayList<byte[]>();
    Matcher part = PART.matcher(signed);
    int end = 0;
    while (part.find()) {
      content.add(signed.substring(end, part.start()).getBytes(UTF_8));
      if (part.group(1).equals(BODY)) {
        content.addAll(message.body());
      } else {
        content.add(message.part(part.group(1)).getBytes(UTF_8));
      }
      end = part.end();
    }
    content.add(signed.substring(end).getBytes(UTF_8));
    return content;
  }
}
