package dev.posthouse.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class TlsTest {
  private static final Path FOLDER = Path.of("src/test/resources/tls");
  private static final Path CERTIFICATE = FOLDER.resolve("certificate.pem");
  private static final ServerCertificate FILES =
      ServerCertificate.read(CERTIFICATE, FOLDER.resolve("key.pem"), InstantSource.system());

  @Test
  void takes_events_over_tls() throws Exception {
    try (var server = new TestServer(Optional.of(FILES));
        var client = HttpClient.newBuilder().sslContext(trusting()).build()) {
      var request =
          HttpRequest.newBuilder(URI.create(server.server.address() + "/v1/events"))
              .header("Authorization", "Bearer all")
              .header("Content-Type", "application/json")
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      "{\"type\":\"a\",\"data\":\"" + "x".repeat(100_000) + "\"}"));

      var response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());

      assertThat(response.uri().getScheme()).isEqualTo("https");
      assertThat(response.statusCode()).isEqualTo(202);
      assertThat(server.published).hasSize(1);
    }
  }

  @Test
  void a_body_that_stalls_over_tls_is_answered_408() throws Exception {
    try (var server = new TestServer(Optional.of(FILES));
        var socket =
            (SSLSocket)
                trusting()
                    .getSocketFactory()
                    .createSocket(InetAddress.getLoopbackAddress(), server.server.port())) {
      socket
          .getOutputStream()
          .write(
              ("POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer all\r\n"
                      + "Content-Type: application/json\r\nContent-Length: 50\r\n\r\n{")
                  .getBytes(StandardCharsets.US_ASCII));
      server.stall(Inlet.STALL.plusMillis(1));

      byte[] answer = socket.getInputStream().readNBytes(12);

      assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 408");
    }
  }

  @Test
  void handshakes_beyond_the_rate_are_not_begun() throws Exception {
    var clients = new Clients(List.of());
    var limits = new Visitors.Limits(20_000, 0, Duration.ZERO);
    try (var server = new TestServer(Optional.of(FILES), clients, limits)) {
      var here = InetAddress.getLoopbackAddress();
      for (int i = 0; i < Visitors.HANDSHAKES; i++) {
        assertThat(server.visitors.handshake(here)).isTrue();
      }

      assertThatThrownBy(() -> shaken(server)).isInstanceOf(IOException.class);
      assertThat(server.visitors.handshakesRefused()).isEqualTo(1);
      server.nanos.addAndGet(Visitors.HANDSHAKE_WINDOW.toNanos() / Visitors.HANDSHAKES);
      assertThat(shaken(server)).startsWith("TLSv1.");
    }
  }

  private static String shaken(TestServer server) throws Exception {
    try (var socket =
        (SSLSocket)
            trusting()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.server.port())) {
      socket.startHandshake();
      return socket.getSession().getProtocol();
    }
  }

  @Test
  void a_key_in_another_form_is_refused_with_the_way_to_convert_it(@TempDir Path folder)
      throws Exception {
    Path key = Files.writeString(folder.resolve("key.pem"), "-----BEGIN RSA PRIVATE KEY-----");

    assertThatThrownBy(() -> ServerCertificate.read(CERTIFICATE, key, InstantSource.system()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("openssl pkcs8");
  }

  private static SSLContext trusting() throws Exception {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    try (InputStream in = Files.newInputStream(CERTIFICATE)) {
      store.setCertificateEntry(
          "server", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }
}
