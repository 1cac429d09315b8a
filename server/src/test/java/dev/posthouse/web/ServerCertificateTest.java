package dev.posthouse.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.net.CertifiedKey;
import dev.posthouse.testing.SettableClock;
import dev.posthouse.testing.TestCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ServerCertificateTest {
  private static final byte[] REQUEST =
      "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  @TempDir private Path folder;
  private Path certificateFile;
  private Path keyFile;
  private TestCertificate old;
  private TestCertificate next;
  private ServerCertificate certificate;
  private long changes;

  @BeforeEach
  void write() throws Exception {
    certificateFile = folder.resolve("server.pem");
    keyFile = folder.resolve("server.key");
    old = TestCertificate.make(folder, "old", "san=ip:127.0.0.1", "-1d");
    next = TestCertificate.make(folder, "next", "san=ip:127.0.0.1", "-1d");
    write(certificateFile, old.pem());
    write(keyFile, old.key());
    certificate = ServerCertificate.read(certificateFile, keyFile, new SettableClock());
  }

  /// Each write at a time of its own, however fast the test is.
  private void write(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setLastModifiedTime(file, FileTime.from(Instant.ofEpochSecond(++changes)));
  }

  @Test
  void a_new_certificate_is_shown_to_new_connections_and_open_ones_go_on() throws Exception {
    try (var server = new TestServer(Optional.of(certificate));
        SSLSocket open = connect(server)) {
      assertThat(shown(open)).isEqualTo("CN=old");
      write(certificateFile, next.pem());
      write(keyFile, next.key());
      certificate.step();

      try (SSLSocket later = connect(server)) {
        assertThat(shown(later)).isEqualTo("CN=next");
        assertThat(answer(later)).startsWith("HTTP/1.1 200");
      }
      assertThat(answer(open)).startsWith("HTTP/1.1 200");
      assertThat(certificate.expires())
          .isEqualTo(CertifiedKey.of(next.pem(), next.key()).expires());
    }
  }

  @Test
  void files_that_cannot_be_used_leave_the_old_ones_in_force() throws Exception {
    try (var server = new TestServer(Optional.of(certificate))) {
      write(certificateFile, next.pem()); // the key comes a moment later
      certificate.step();
      assertThat(shown(server)).isEqualTo("CN=old");
      write(certificateFile, "half a certifi");
      certificate.step();
      assertThat(shown(server)).isEqualTo("CN=old");
      Files.delete(keyFile);
      certificate.step();
      assertThat(shown(server)).isEqualTo("CN=old");

      write(certificateFile, next.pem());
      write(keyFile, next.key());
      certificate.step();
      assertThat(shown(server)).isEqualTo("CN=next");
    }
  }

  /// A hello of TLS 1.1, as an old client sends it.
  @Test
  void hangs_up_on_a_client_that_speaks_no_more_than_tls_1_1() throws Exception {
    byte[] random = new byte[32];
    byte[] hello = {22, 3, 1, 0, 45, 1, 0, 0, 41, 3, 2};
    byte[] rest = {0, 0, 2, (byte) 0xc0, 0x13, 1, 0};
    try (var server = new TestServer(Optional.of(certificate));
        var socket = server.socket()) {
      socket.getOutputStream().write(hello);
      socket.getOutputStream().write(random);
      socket.getOutputStream().write(rest);
      byte[] alert = socket.getInputStream().readNBytes(7);

      assertThat(alert[0]).isEqualTo((byte) 21);
      assertThat(alert[6]).isEqualTo((byte) 70); // protocol_version
    }
  }

  private static String shown(TestServer server) throws Exception {
    try (SSLSocket socket = connect(server)) {
      return shown(socket);
    }
  }

  private static String shown(SSLSocket socket) throws Exception {
    var certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
    return certificate.getSubjectX500Principal().getName();
  }

  private static String answer(SSLSocket socket) throws IOException {
    socket.getOutputStream().write(REQUEST);
    return new String(socket.getInputStream().readNBytes(20), StandardCharsets.US_ASCII);
  }

  private static SSLSocket connect(TestServer server) throws Exception {
    var context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new Anybody()}, null);
    var socket =
        (SSLSocket)
            context
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.server.port());
    socket.startHandshake();
    return socket;
  }

  private static final class Anybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
