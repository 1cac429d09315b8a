package dev.posthouse.net;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/// When the certificates end that servers showed when they were last connected to.
final class SeenCertificates {
  /// Servers that are remembered.
  private static final int KEPT = 10_000;

  private final Cache<Target, Instant> ends =
      Caffeine.newBuilder().maximumSize(KEPT).executor(Runnable::run).build();

  void shown(Target target, SSLSession session) {
    try {
      if (session.getPeerCertificates()[0] instanceof X509Certificate certificate) {
        ends.put(target, certificate.getNotAfter().toInstant());
      }
    } catch (SSLPeerUnverifiedException e) {
      // it showed none, which TLS allows with suites that nobody enables
    }
  }

  Optional<Instant> expires(Target target) {
    return Optional.ofNullable(ends.getIfPresent(target));
  }
}
