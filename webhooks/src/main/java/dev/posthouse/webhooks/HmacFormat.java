package dev.posthouse.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

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
    SHA1("HmacSHA1"),
    SHA256("HmacSHA256"),
    SHA384("HmacSHA384"),
    SHA512("HmacSHA512");

    private final String name;

    Algorithm(String name) {
      this.name = name;
    }
  }

  /// How the bytes of a signature are written.
  public enum Encoding {
    HEX,
    BASE64,
    BASE64URL;

    private String written(byte[] bytes) {
      return switch (this) {
        case HEX -> HexFormat.of().formatHex(bytes);
        case BASE64 -> Base64.getEncoder().encodeToString(bytes);
        case BASE64URL -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      };
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
    Mac mac = mac(key);
    for (byte[] part : content(message)) {
      mac.update(part);
    }
    String before =
        PART.matcher(prefix)
            .replaceAll(found -> Matcher.quoteReplacement(message.part(found.group(1))));
    return before + encoding.written(mac.doFinal());
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

  private Mac mac(byte[] key) {
    try {
      Mac mac = Mac.getInstance(algorithm.name);
      mac.init(new SecretKeySpec(key, algorithm.name));
      return mac;
    } catch (GeneralSecurityException everyJavaHasIt) {
      throw new IllegalStateException("This Java has no " + algorithm.name, everyJavaHasIt);
    }
  }
}
