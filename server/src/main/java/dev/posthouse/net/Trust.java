package dev.posthouse.net;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Which servers are believed to be who they say they are: those that the authorities of the JDK
/// vouch for, or only those of `ca` (PEM), or all.
public record Trust(boolean verify, Optional<String> ca) {
  public static final Trust DEFAULT = new Trust(true, Optional.empty());

  /// The certificates of a PEM text.
  ///
  /// @throws IllegalArgumentException if there are none, or one cannot be read
  public static Collection<? extends Certificate> certificates(String pem) {
    Collection<? extends Certificate> certificates;
    try {
      certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
    } catch (CertificateException e) {
      certificates = List.of();
    }
    if (certificates.isEmpty()) {
      throw new IllegalArgumentException(
          "there is no certificate in PEM form; it begins with -----BEGIN CERTIFICATE-----");
    }
    return certificates;
  }
}
