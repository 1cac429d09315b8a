package dev.posthouse.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.posthouse.webhooks.body.Json;
import dev.posthouse.webhooks.body.Malformed;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.KeySpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAPrivateKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// One JSON Web Key (RFC 7517) that signatures can be verified with, or made.
final class WebKey {
  /// NIST SP 800-131A: shorter ones are forged by those who can afford it.
  private static final int LEAST_RSA_BITS = 2_048;

  private static final int MOST_RSA_BITS = 8_192;
  private static final int MOST_KEYS = 100;
  private static final Map<String, String> CURVES =
      Map.of("P-256", "secp256r1", "P-384", "secp384r1");

  private final String id;
  private final String kind;
  private final String algorithm;
  private final Optional<? extends Key> known;
  private final Optional<PrivateKey> secret;

  private WebKey(
      String id,
      String kind,
      String algorithm,
      Optional<? extends Key> known,
      Optional<PrivateKey> secret) {
    this.id = id;
    this.kind = kind;
    this.algorithm = algorithm;
    this.known = known;
    this.secret = secret;
  }

  /// The keys of a set, or a single one, that are for signatures and of a kind that is known.
  ///
  /// @throws IllegalArgumentException if there is none; the message does not contain the text
  static List<WebKey> set(String text) {
    Json json;
    try {
      json = Json.read(text.getBytes(UTF_8));
    } catch (Malformed e) {
      throw wrong();
    }
    List<Json> all = json.members().containsKey("keys") ? json.itemsAt("keys") : List.of(json);
    List<WebKey> keys = new ArrayList<>();
    for (Json one : all.subList(0, Math.min(all.size(), MOST_KEYS))) {
      boolean forSignatures = one.textAt("use").isEmpty() || one.textAt("use").equals("sig");
      if (forSignatures) {
        read(one).ifPresent(keys::add);
      }
    }
    if (keys.isEmpty()) {
      throw wrong();
    }
    return keys;
  }

  private static IllegalArgumentException wrong() {
    return new IllegalArgumentException(
        "There is no key for signatures. Write a JSON Web Key set, {\"keys\": […]}, with keys of"
            + " RSA (2048 bits or more), EC (P-256, P-384), OKP (Ed25519) or oct");
  }

  private static Optional<WebKey> read(Json json) {
    String id = json.textAt("kid");
    String algorithm = json.textAt("alg");
    try {
      return switch (json.textAt("kty")) {
        case "RSA" -> Optional.of(rsa(json, id, algorithm));
        case "EC" -> Optional.of(ec(json, id, algorithm));
        case "OKP" -> Optional.of(okp(json, id, algorithm));
        case "oct" -> Optional.of(oct(json, id, algorithm));
        default -> Optional.empty();
      };
    } catch (GeneralSecurityException | IllegalArgumentException notForUs) {
      return Optional.empty();
    }
  }

  private static WebKey rsa(Json json, String id, String algorithm)
      throws GeneralSecurityException {
    BigInteger modulus = number(json, "n");
    if (modulus.bitLength() < LEAST_RSA_BITS || modulus.bitLength() > MOST_RSA_BITS) {
      throw new IllegalArgumentException("too short, or too long");
    }
    Optional<KeySpec> secret =
        json.at("d").map(d -> new RSAPrivateKeySpec(modulus, number(json, "d")));
    return pair(
        id, "RSA", algorithm, "RSA", new RSAPublicKeySpec(modulus, number(json, "e")), secret);
  }

  private static WebKey ec(Json json, String id, String algorithm) throws GeneralSecurityException {
    String curve = json.textAt("crv");
    String name = CURVES.get(curve);
    if (name == null) {
      throw new IllegalArgumentException("another curve");
    }
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec(name));
    ECParameterSpec spec = parameters.getParameterSpec(ECParameterSpec.class);
    ECPoint point = new ECPoint(number(json, "x"), number(json, "y"));
    Optional<KeySpec> secret = json.at("d").map(d -> new ECPrivateKeySpec(number(json, "d"), spec));
    return pair(id, curve, algorithm, "EC", new ECPublicKeySpec(point, spec), secret);
  }

  private static WebKey pair(
      String id,
      String kind,
      String algorithm,
      String factory,
      KeySpec known,
      Optional<KeySpec> secret)
      throws GeneralSecurityException {
    KeyFactory keys = KeyFactory.getInstance(factory);
    PublicKey open = keys.generatePublic(known);
    Optional<PrivateKey> own =
        secret.isPresent() ? Optional.of(keys.generatePrivate(secret.get())) : Optional.empty();
    return new WebKey(id, kind, algorithm, Optional.of(open), own);
  }

  private static WebKey okp(Json json, String id, String algorithm) {
    if (!json.textAt("crv").equals("Ed25519")) {
      throw new IllegalArgumentException("another curve");
    }
    PublicKey open = Ed25519.publicKey(bytes(json, "x"));
    Optional<PrivateKey> own = json.at("d").map(d -> Ed25519.privateKey(bytes(json, "d")));
    return new WebKey(id, "Ed25519", algorithm, Optional.of(open), own);
  }

  private static WebKey oct(Json json, String id, String algorithm) {
    SecretKeySpec key = new SecretKeySpec(bytes(json, "k"), "HMAC");
    return new WebKey(id, "oct", algorithm, Optional.of(key), Optional.empty());
  }

  private static byte[] bytes(Json json, String name) {
    return SignatureText.BASE64URL
        .read(json.textAt(name))
        .filter(bytes -> bytes.length > 0)
        .orElseThrow(() -> new IllegalArgumentException("no " + name));
  }

  private static BigInteger number(Json json, String name) {
    return new BigInteger(1, bytes(json, name));
  }

  String id() {
    return id;
  }

  /// Whether it is a key of this algorithm: the key decides, never the message.
  boolean fits(String wanted) {
    boolean ofKind =
        switch (wanted.substring(0, 2)) {
          case "RS", "PS" -> kind.equals("RSA");
          case "ES" -> kind.equals(wanted.equals("ES256") ? "P-256" : "P-384");
          case "Ed" -> kind.equals("Ed25519");
          default -> kind.equals("oct");
        };
    return ofKind && (algorithm.isEmpty() || algorithm.equals(wanted) || kind.equals("Ed25519"));
  }

  boolean verifies(String wanted, byte[] content, byte[] bytes) {
    try {
      if (kind.equals("oct")) {
        return MessageDigest.isEqual(mac(wanted, content), bytes);
      }
      Signature signature = signature(wanted);
      signature.initVerify((PublicKey) known.orElseThrow());
      signature.update(content);
      return signature.verify(bytes);
    } catch (SignatureException notOfThisForm) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java cannot do " + wanted, e);
    }
  }

  /// @throws IllegalArgumentException if it is a public key
  byte[] sign(String wanted, byte[] content) {
    try {
      if (kind.equals("oct")) {
        return mac(wanted, content);
      }
      Signature signature = signature(wanted);
      signature.initSign(
          secret.orElseThrow(() -> new IllegalArgumentException("A public key cannot sign")));
      signature.update(content);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java cannot do " + wanted, e);
    }
  }

  private byte[] mac(String wanted, byte[] content) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA" + wanted.substring(2));
    mac.init(known.orElseThrow());
    return mac.doFinal(content);
  }

  private static Signature signature(String wanted) throws GeneralSecurityException {
    String bits = wanted.substring(2);
    return switch (wanted.substring(0, 2)) {
      case "RS" -> Signature.getInstance("SHA" + bits + "withRSA");
      case "PS" -> pss(bits);
      case "ES" -> Signature.getInstance("SHA" + bits + "withECDSAinP1363Format");
      default -> Signature.getInstance("Ed25519");
    };
  }

  private static Signature pss(String bits) throws GeneralSecurityException {
    Signature signature = Signature.getInstance("RSASSA-PSS");
    String hash = "SHA-" + bits;
    signature.setParameter(
        new PSSParameterSpec(
            hash, "MGF1", new MGF1ParameterSpec(hash), Integer.parseInt(bits) / 8, 1));
    return signature;
  }

  /// Names it and tells nothing.
  @Override
  public String toString() {
    return kind + " key " + id;
  }
}
