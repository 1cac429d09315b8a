package dev.posthouse.shopify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.access.Secret;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The query of a request that a browser brings from Shopify: signed in `hmac`, an HMAC-SHA256 in
/// hexadecimal over the other parameters in the order of their names, and made just now
/// (`hmac-validator` of shopify-app-js).
final class Proof {
  /// As far off as the vendor's own library lets clocks be.
  static final Duration TOLERANCE = Duration.ofSeconds(90);

  private static final String HMAC = "hmac";
  private static final String ALGORITHM = "HmacSHA256";

  private Proof() {}

  /// The parameters by name.
  ///
  /// @throws IllegalArgumentException if one is given twice or cannot be decoded
  static Map<String, String> parameters(String rawQuery) {
    var parameters = new TreeMap<String, String>();
    for (String pair : rawQuery.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
      if (!name.isEmpty() && parameters.put(name, value) != null) {
        throw new IllegalArgumentException("a parameter is given twice");
      }
    }
    return parameters;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, UTF_8);
  }

  /// Whether one of the secrets signed the parameters within [#TOLERANCE] of `now`.
  static boolean holds(Map<String, String> parameters, List<Secret> secrets, Instant now) {
    return isFresh(parameters.getOrDefault("timestamp", ""), now)
        && secrets.stream().anyMatch(secret -> isSigned(parameters, secret));
  }

  private static boolean isFresh(String timestamp, Instant now) {
    return timestamp.matches("\\d{1,12}")
        && Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now)
                .abs()
                .compareTo(TOLERANCE)
            <= 0;
  }

  static boolean isSigned(Map<String, String> parameters, Secret secret) {
    return matches(sign(parameters, secret), parameters.getOrDefault(HMAC, ""));
  }

  /// In constant time.
  static boolean matches(String expected, String given) {
    return MessageDigest.isEqual(expected.getBytes(UTF_8), given.getBytes(UTF_8));
  }

  static String sign(Map<String, String> parameters, Secret secret) {
    String text =
        new TreeMap<>(parameters)
            .entrySet().stream()
                .filter(p -> !p.getKey().equals(HMAC) && !p.getKey().equals("signature"))
                .map(p -> encoded(p.getKey()) + "=" + encoded(p.getValue()))
                .collect(Collectors.joining("&"));
    return HexFormat.of().formatHex(hmac(secret.reveal().getBytes(UTF_8), text));
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no HMAC-SHA256", e);
    }
  }
}
