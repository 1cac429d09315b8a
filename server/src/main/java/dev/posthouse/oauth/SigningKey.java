package dev.posthouse.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.util.Base64URL;
import dev.posthouse.access.Secret;
import dev.posthouse.json.Json;
import dev.posthouse.net.Pkcs8;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/// A private key that signs tokens of ours, with the algorithm that goes with it: `RS256`, `ES256`
/// or `EdDSA`.
public final class SigningKey {
  private static final int SHORTEST_RSA = 2048;

  private final PrivateKey key;
  private final JWSAlgorithm algorithm;

  private SigningKey(PrivateKey key, JWSAlgorithm algorithm) {
    this.key = key;
    this.algorithm = algorithm;
  }

  /// @throws IllegalArgumentException that says what to write, and nothing of the key
  public static SigningKey parse(Secret pem) {
    return of(Pkcs8.read(pem.reveal()));
  }

  private static SigningKey of(PrivateKey key) {
    JWSAlgorithm algorithm =
        switch (key) {
          case RSAPrivateKey rsa when rsa.getModulus().bitLength() >= SHORTEST_RSA ->
              JWSAlgorithm.RS256;
          case ECPrivateKey ec when Curve.P_256.equals(Curve.forECParameterSpec(ec.getParams())) ->
              JWSAlgorithm.ES256;
          case EdECPrivateKey ed when ed.getParams().getName().equals(ED25519) ->
              JWSAlgorithm.EdDSA;
          default ->
              throw new IllegalArgumentException(
                  "must be RSA of 2048 bits or more, P-256 or Ed25519; " + Pkcs8.EXAMPLE);
        };
    return new SigningKey(key, algorithm);
  }

  private static final String ED25519 = NamedParameterSpec.ED25519.getName();

  /// Such as `ES256`.
  public String algorithm() {
    return algorithm.getName();
  }

  /// A signed token.
  ///
  /// @param id its `kid`, empty for none
  String sign(String id, ObjectNode claims) {
    ObjectNode head = Json.object().put("alg", algorithm()).put("typ", "JWT");
    if (!id.isEmpty()) {
      head.put("kid", id);
    }
    String input = Base64URL.encode(Json.bytes(head)) + "." + Base64URL.encode(Json.bytes(claims));
    byte[] bytes = input.getBytes(StandardCharsets.US_ASCII);
    try {
      return input + "." + signature(bytes);
    } catch (JOSEException | GeneralSecurityException e) {
      throw new IllegalStateException("A key that was checked cannot sign: " + algorithm, e);
    }
  }

  private Base64URL signature(byte[] bytes) throws JOSEException, GeneralSecurityException {
    if (algorithm.equals(JWSAlgorithm.EdDSA)) {
      return Ed25519.sign(key, bytes);
    }
    JWSSigner signer =
        key instanceof ECPrivateKey ec ? new ECDSASigner(ec) : new RSASSASigner(key, Set.of());
    return signer.sign(new JWSHeader(algorithm), bytes);
  }

  @Override
  public String toString() {
    return algorithm + " " + Secret.MASK;
  }
}
