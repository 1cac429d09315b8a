package dev.posthouse.deliver;

import static dev.posthouse.deliver.SenderHouse.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.access.Secret;
import dev.posthouse.config.Tls;
import dev.posthouse.event.Outcome.Answered;
import dev.posthouse.event.Outcome.Unreachable;
import dev.posthouse.testing.ScriptedServer;
import dev.posthouse.testing.TestCertificate;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A receiver that asks for a certificate before it takes anything.
class SenderMutualTlsTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

  @TempDir private static Path folder;
  private static TestCertificate here;
  private static TestCertificate known;
  private static TestCertificate stranger;

  private final SenderHouse house = SenderHouse.open();
  private ScriptedServer server;

  @BeforeAll
  static void makeCertificates() throws Exception {
    here = TestCertificate.make(folder, "here", "san=ip:127.0.0.1", "-1d");
    known = TestCertificate.make(folder, "known", "san=dns:posthouse.example", "-1d");
    stranger = TestCertificate.make(folder, "stranger", "san=dns:other.example", "-1d");
  }

  @BeforeEach
  void serve() throws Exception {
    server = new ScriptedServer(here.socketsFor(known), peer -> ScriptedServer.answerAll(peer, OK));
  }

  @AfterEach
  void close() {
    house.close();
    server.close();
  }

  @Test
  void shows_the_certificate_of_the_endpoint() {
    assertThat(send(Optional.of(known)).outcome()).isInstanceOf(Answered.class);
    assertThat(send(Optional.of(known)).connect()).isZero();
  }

  @Test
  void is_turned_away_without_one_or_with_another() {
    assertThat(send(Optional.empty()).outcome()).isInstanceOf(Unreachable.class);
    assertThat(send(Optional.of(stranger)).outcome()).isInstanceOf(Unreachable.class);
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void a_connection_made_as_one_client_serves_no_other() {
    assertThat(send(Optional.of(known)).outcome()).isInstanceOf(Answered.class);
    assertThat(send(Optional.empty()).outcome()).isInstanceOf(Unreachable.class);
    assertThat(send(Optional.of(stranger)).outcome()).isInstanceOf(Unreachable.class);
    assertThat(server.requests()).hasSize(1);
  }

  private Sent send(Optional<TestCertificate> as) {
    Optional<Tls.Client> client =
        as.map(c -> new Tls.Client(c.pem(), new Secret(c.key()), Instant.MAX));
    var tls = new Tls(true, Optional.of(here.pem()), client);
    return house.sender.send(request(server.url("https", "127.0.0.1"), tls, List.of()));
  }
}
