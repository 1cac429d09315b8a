package dev.posthouse.net;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/// Private keys in PEM: unencrypted PKCS #8 (RFC 7468, section 10), of RSA, EC or Ed25519.
public final class Pkcs8 {
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");
  private static final List<String> KINDS = List.of("EC", "RSA", "EdDSA");

  /// What a message ends with that says how to write a key.
  public static final String EXAMPLE =
      "write a PEM that begins with -----BEGIN PRIVATE KEY-----, as `openssl genpkey -algorithm"
          + " ed25519` or `openssl pkcs8 -topk8 -nocrypt` print it";

  private Pkcs8() {}

  /// The first key of a PEM text.
  ///
  /// @throws IllegalArgumentException that says what to write, and nothing of the key
  public static PrivateKey read(String pem) {
    var match = PEM.matcher(pem);
    if (!match.find()) {
      throw new IllegalArgumentException("holds no unencrypted private key; " + EXAMPLE);
    }
    byte[] der;
    try {
      der = Base64.getMimeDecoder().decode(match.group(1));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("is not base64 between its lines; " + EXAMPLE);
    }
    for (String kind : KINDS) {
      try {
        return KeyFactory.getInstance(kind).generatePrivate(new PKCS8EncodedKeySpec(der));
      } catch (GeneralSecurityException anotherKind) {
        // tried next
      }
    }
    throw new IllegalArgumentException(
        "holds neither an EC nor an RSA nor an Ed25519 key; " + EXAMPLE);
  }
}
