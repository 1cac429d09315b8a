package dev.posthouse.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How the text of a secret becomes the bytes of a key. The same-looking text means different keys
/// to different providers: `whsec_…` is a plain text to Stripe and base64 to Standard Webhooks.
public enum SecretText {
  /// The bytes of the text as it stands.
  UTF8("any text") {
    @Override
    byte[] bytes(String secret) {
      return secret.getBytes(UTF_8);
    }
  },
  /// The text after HTML entities for `& < > " '` are decoded once, as WordPress does
  /// (`wp_specialchars_decode` with `ENT_QUOTES`).
  HTML("any text, in which entities such as &amp; stand for their characters") {
    @Override
    byte[] bytes(String secret) {
      return ENTITY.matcher(secret).replaceAll(SecretText::character).getBytes(UTF_8);
    }
  },
  BASE64("standard base64") {
    @Override
    byte[] bytes(String secret) {
      return Base64.getDecoder().decode(secret);
    }
  },
  HEX("an even number of the digits 0 to 9 and a to f") {
    @Override
    byte[] bytes(String secret) {
      return HexFormat.of().parseHex(secret);
    }
  },
  /// `whsec_` and standard base64, as Standard Webhooks writes secrets; the prefix may be left out.
  WHSEC("whsec_ followed by standard base64") {
    @Override
    byte[] bytes(String secret) {
      String prefix = SymmetricSecret.PREFIX;
      String base64 = secret.startsWith(prefix) ? secret.substring(prefix.length()) : secret;
      return Base64.getDecoder().decode(base64);
    }
  };

  private static final Pattern ENTITY =
      Pattern.compile("&(?:(lt|gt|amp|quot)|#0*(34|38|39|60|62)|#[xX]0*(22|26|27));");

  private final String form;

  SecretText(String form) {
    this.form = form;
  }

  abstract byte[] bytes(String secret);

  /// @throws IllegalArgumentException if the text has another form or is empty; without the text,
  ///   and without a cause, which would quote a character of it
  byte[] decode(String secret) {
    byte[] key;
    try {
      key = bytes(secret);
    } catch (IllegalArgumentException otherForm) {
      throw new IllegalArgumentException("The secret has a wrong form. It is " + form);
    }
    if (key.length == 0) {
      throw new IllegalArgumentException("The secret is empty. It is " + form);
    }
    return key;
  }

  private static String character(java.util.regex.MatchResult entity) {
    String found;
    if (entity.group(1) != null) {
      found =
          switch (entity.group(1)) {
            case "lt" -> "<";
            case "gt" -> ">";
            case "amp" -> "&";
            default -> "\"";
          };
    } else {
      int code =
          entity.group(2) != null
              ? Integer.parseInt(entity.group(2))
              : Integer.parseInt(entity.group(3), 16);
      found = Character.toString(code);
    }
    return Matcher.quoteReplacement(found);
  }
}
