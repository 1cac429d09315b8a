package dev.posthouse.net;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509ExtendedKeyManager;

/// A private key and the certificates that vouch for it, its own first: who one side of TLS shows
/// itself to be.
public final class CertifiedKey {
  private static final char[] NO_PASSWORD = {};

  private final List<X509Certificate> chain;
  private final PrivateKey key;

  private CertifiedKey(List<X509Certificate> chain, PrivateKey key) {
    this.chain = chain;
    this.key = key;
  }

  /// Both in PEM, the key as unencrypted PKCS #8.
  ///
  /// @throws IllegalArgumentException if one cannot be read, or the key is that of another
  ///   certificate; the message holds nothing of the key
  public static CertifiedKey of(String certificates, String key) {
    var pair = new CertifiedKey(certificates(certificates), Pkcs8.read(key));
    if (!pair.fits()) {
      throw new IllegalArgumentException("the key is not that of the first certificate");
    }
    return pair;
  }

  /// The certificates of a PEM text.
  ///
  /// @throws IllegalArgumentException if there are none, or one cannot be read
  public static List<X509Certificate> certificates(String pem) {
    List<X509Certificate> certificates = List.of();
    try {
      certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
    } catch (CertificateException e) {
      // told below, in our words
    }
    if (certificates.isEmpty()) {
      throw new IllegalArgumentException(
          "holds no certificate; write PEM: -----BEGIN CERTIFICATE----- … -----END CERTIFICATE-----");
    }
    return certificates;
  }

  /// When the certificate of the key itself ends.
  public Instant expires() {
    return chain.getFirst().getNotAfter().toInstant();
  }

  public X509ExtendedKeyManager keyManager() {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, NO_PASSWORD);
      store.setKeyEntry("it", key, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
      var managers = KeyManagerFactory.getInstance("PKIX");
      managers.init(store, NO_PASSWORD);
      return (X509ExtendedKeyManager) managers.getKeyManagers()[0];
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException(
          "the certificates and the key cannot be used: " + e.getMessage(), e);
    }
  }

  /// Whether what the key signs is what the certificate verifies.
  private boolean fits() {
    byte[] said = {1, 2, 3};
    try {
      var signature = Signature.getInstance(algorithm());
      signature.initSign(key);
      signature.update(said);
      byte[] signed = signature.sign();
      signature.initVerify(chain.getFirst().getPublicKey());
      signature.update(said);
      return signature.verify(signed);
    } catch (GeneralSecurityException anotherKindOfKey) {
      return false;
    }
  }

  private String algorithm() {
    return switch (key.getAlgorithm()) {
      case "EC" -> "SHA256withECDSA";
      case "RSA" -> "SHA256withRSA";
      default -> "EdDSA";
    };
  }

  @Override
  public String toString() {
    return "*** of " + chain.getFirst().getSubjectX500Principal();
  }
}
