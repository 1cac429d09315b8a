package dev.posthouse.net;

import java.net.Socket;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Leaves the decision to the JDK, and puts a refusal in words.
final class ExplainingTrust extends X509ExtendedTrustManager {
  private final X509ExtendedTrustManager judge;

  ExplainingTrust(X509ExtendedTrustManager judge) {
    this.judge = judge;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    try {
      judge.checkServerTrusted(chain, authType, socket);
    } catch (CertificateException e) {
      throw new Distrusted(why(chain[0], e), e);
    }
  }

  private static String why(X509Certificate certificate, CertificateException e) {
    try {
      certificate.checkValidity();
    } catch (CertificateExpiredException expired) {
      return "the certificate expired on " + day(certificate.getNotAfter());
    } catch (CertificateNotYetValidException early) {
      return "the certificate is not valid before " + day(certificate.getNotBefore());
    }
    if (isAboutThePath(e)) {
      return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())
          ? "the certificate is self-signed; give it as tls.ca to trust it"
          : "the certificate is not from a trusted authority; give its authority as tls.ca";
    }
    return "the certificate is for " + names(certificate) + ", not for this host";
  }

  private static boolean isAboutThePath(Throwable e) {
    return Stream.<@Nullable Throwable>iterate(e, Objects::nonNull, t -> cause(t))
        .anyMatch(
            t -> t instanceof CertPathBuilderException || t instanceof CertPathValidatorException);
  }

  private static @Nullable Throwable cause(@Nullable Throwable e) {
    return e == null ? null : e.getCause();
  }

  private static String day(Date date) {
    return date.toInstant().toString().substring(0, 10);
  }

  private static String names(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null || names.isEmpty()
          ? "no host"
          : names.stream()
              .map(name -> String.valueOf(name.get(1)))
              .collect(Collectors.joining(", "));
    } catch (CertificateParsingException e) {
      return "names that cannot be read";
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    judge.checkServerTrusted(chain, authType, engine);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    judge.checkServerTrusted(chain, authType);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    judge.checkClientTrusted(chain, authType, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    judge.checkClientTrusted(chain, authType, engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    judge.checkClientTrusted(chain, authType);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return judge.getAcceptedIssuers();
  }
}
