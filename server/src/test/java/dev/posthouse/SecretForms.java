package dev.posthouse;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The forms in which a secret may turn up in a text: as it is, encoded for a URL or in JSON, in
/// hexadecimal, and in base64, also as a part of something longer that was encoded as a whole.
final class SecretForms {
  private static final int SHORTEST = 6;

  private SecretForms() {}

  static Set<String> of(String secret) {
    if (secret.length() < SHORTEST) {
      throw new IllegalArgumentException("too short to be told from other texts");
    }
    byte[] bytes = secret.getBytes(UTF_8);
    String hex = HexFormat.of().formatHex(bytes);
    String url = URLEncoder.encode(secret, UTF_8);
    var forms = new LinkedHashSet<String>();
    forms.addAll(
        List.of(
            secret,
            secret.replace("\\", "\\\\").replace("\"", "\\\""),
            hex,
            hex.toUpperCase(Locale.ROOT),
            url,
            url.replace("+", "%20"),
            lower(url)));
    for (int shift = 0; shift < 3; shift++) {
      forms.add(base64(Base64.getEncoder(), bytes, shift));
      forms.add(base64(Base64.getUrlEncoder(), bytes, shift));
    }
    return forms;
  }

  /// What stands for the bytes after `shift` others, whatever those are and whatever follows.
  private static String base64(Base64.Encoder encoder, byte[] bytes, int shift) {
    byte[] behind = new byte[shift + bytes.length];
    System.arraycopy(bytes, 0, behind, shift, bytes.length);
    String text = encoder.encodeToString(behind);
    int start = shift == 0 ? 0 : shift + 1;
    int end = behind.length / 3 * 4;
    return text.substring(start, end);
  }

  /// As a part of a URL.
  static String inUrl(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  private static String lower(String url) {
    var text = new StringBuilder(url);
    for (int i = text.indexOf("%"); i >= 0; i = text.indexOf("%", i + 1)) {
      text.replace(i, i + 3, text.substring(i, i + 3).toLowerCase(Locale.ROOT));
    }
    return text.toString();
  }
}
