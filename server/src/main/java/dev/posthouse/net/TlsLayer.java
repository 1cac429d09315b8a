package dev.posthouse.net;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Puts TLS on a connected socket, with the trust its route asks for. TLS 1.2 is the oldest spoken.
final class TlsLayer {
  /// Sets of trust kept ready; making one costs some milliseconds.
  private static final int KEPT = 1_000;

  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private final SeenCertificates seen;
  private final LoadingCache<Trust, SSLSocketFactory> factories =
      Caffeine.newBuilder().maximumSize(KEPT).executor(Runnable::run).build(TlsLayer::factory);

  TlsLayer(SeenCertificates seen) {
    this.seen = seen;
  }

  /// @throws Unreached if the handshake fails
  SSLSocket over(Socket socket, Route route) throws IOException {
    Target target = route.target();
    SSLSocket tls =
        (SSLSocket)
            factories.get(route.trust()).createSocket(socket, target.host(), target.port(), true);
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setProtocols(PROTOCOLS);
    if (route.trust().verify()) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    tls.setSSLParameters(parameters);
    try {
      tls.startHandshake();
    } catch (SSLException e) {
      throw new Unreached("TLS with " + target.host() + " failed: " + why(e), e);
    }
    seen.shown(target, tls.getSession());
    return tls;
  }

  private static String why(SSLException e) {
    return Stream.<@Nullable Throwable>iterate(
            e, Objects::nonNull, t -> t == null ? null : t.getCause())
        .filter(Distrusted.class::isInstance)
        .findFirst()
        .map(Throwable::getMessage)
        .orElseGet(() -> String.valueOf(e.getMessage()));
  }

  private static SSLSocketFactory factory(Trust trust)
      throws GeneralSecurityException, IOException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keyManagers(trust), new TrustManager[] {trustManager(trust)}, null);
    return context.getSocketFactory();
  }

  private static KeyManager @Nullable [] keyManagers(Trust trust) {
    return trust
        .identity()
        .map(identity -> new KeyManager[] {identity.certifiedKey().keyManager()})
        .orElse(null);
  }

  private static TrustManager trustManager(Trust trust)
      throws GeneralSecurityException, IOException {
    if (!trust.verify()) {
      return new AnyTrust();
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trust.ca().isPresent() ? authorities(trust.ca().get()) : null);
    return new ExplainingTrust((X509ExtendedTrustManager) factory.getTrustManagers()[0]);
  }

  private static KeyStore authorities(String pem) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int number = 0;
    for (Certificate certificate : CertifiedKey.certificates(pem)) {
      store.setCertificateEntry("ca" + number++, certificate);
    }
    return store;
  }
}
