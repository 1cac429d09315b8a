package dev.posthouse.webhooks;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/// How the bytes of a signature are written.
public enum SignatureText {
  /// Lower case; read in either case.
  HEX {
    @Override
    String write(byte[] signature) {
      return HexFormat.of().formatHex(signature);
    }

    @Override
    byte[] decode(String text) {
      return HexFormat.of().parseHex(text);
    }
  },
  /// Standard base64 with padding; read without padding too (RFC 4648, section 4).
  BASE64 {
    @Override
    String write(byte[] signature) {
      return Base64.getEncoder().encodeToString(signature);
    }

    @Override
    byte[] decode(String text) {
      return Base64.getDecoder().decode(text);
    }
  },
  /// base64 with `-` and `_`, without padding; read with padding too (RFC 4648, section 5).
  BASE64URL {
    @Override
    String write(byte[] signature) {
      return Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    }

    @Override
    byte[] decode(String text) {
      return Base64.getUrlDecoder().decode(text);
    }
  };

  abstract String write(byte[] signature);

  abstract byte[] decode(String text);

  /// The bytes, or empty if the text is of another form.
  Optional<byte[]> read(String text) {
    try {
      return Optional.of(decode(text));
    } catch (IllegalArgumentException otherForm) {
      return Optional.empty();
    }
  }
}
