package dev.posthouse.net;

import java.security.cert.CertificateException;

/// A certificate that was refused, with the reason in words for the user.
final class Distrusted extends CertificateException {
  private static final long serialVersionUID = 1;

  Distrusted(String why, Throwable cause) {
    super(why, cause);
  }
}
