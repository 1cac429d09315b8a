package dev.posthouse.deliver;

import static dev.posthouse.deliver.SenderHouse.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.config.Tls;
import dev.posthouse.event.Outcome.Answered;
import dev.posthouse.event.Outcome.Unreachable;
import dev.posthouse.net.CertifiedKey;
import dev.posthouse.testing.ScriptedServer;
import dev.posthouse.testing.TestCertificate;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SenderTlsTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
  private static final Tls UNVERIFIED = new Tls(false, Optional.empty(), Optional.empty());

  @TempDir private static Path folder;
  private static TestCertificate here;
  private static TestCertificate elsewhere;
  private static TestCertificate expired;

  private final SenderHouse house = SenderHouse.open();

  @BeforeAll
  static void makeCertificates() throws Exception {
    here = TestCertificate.make(folder, "here", "san=ip:127.0.0.1,dns:localhost", "-1d");
    elsewhere = TestCertificate.make(folder, "elsewhere", "san=dns:other.example", "-1d");
    expired = TestCertificate.make(folder, "expired", "san=ip:127.0.0.1", "-40d");
  }

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void refuses_a_self_signed_certificate() throws Exception {
    assertThat(why(here, Tls.DEFAULT))
        .isEqualTo(
            "TLS with 127.0.0.1 failed: the certificate is self-signed;"
                + " give it as tls.ca to trust it");
  }

  @Test
  void refuses_an_expired_certificate() throws Exception {
    assertThat(why(expired, Tls.DEFAULT)).contains("the certificate expired on 20");
  }

  @Test
  void refuses_a_certificate_for_another_host() throws Exception {
    assertThat(why(elsewhere, trusting(elsewhere)))
        .isEqualTo(
            "TLS with 127.0.0.1 failed: the certificate is for other.example, not for this host");
  }

  @Test
  void refuses_a_certificate_that_the_given_authority_did_not_sign() throws Exception {
    assertThat(why(here, trusting(elsewhere))).contains("self-signed");
  }

  @Test
  void trusts_the_given_authority() throws Exception {
    try (ScriptedServer server = serving(here)) {
      assertThat(send(server, trusting(here)).outcome()).isInstanceOf(Answered.class);
      assertThat(send(server, trusting(here)).connect()).isZero();
    }
  }

  @Test
  void a_changed_authority_revokes_what_the_one_before_vouched_for() throws Exception {
    TestCertificate old = TestCertificate.authority(folder, "old-authority");
    TestCertificate next = TestCertificate.authority(folder, "new-authority");
    TestCertificate issued = old.issue("issued", "san=ip:127.0.0.1", "-1d");
    try (ScriptedServer server = serving(issued)) {
      assertThat(send(server, trusting(old)).outcome()).isInstanceOf(Answered.class);
      assertThat(send(server, trusting(next)).outcome().detail())
          .isEqualTo(
              "TLS with 127.0.0.1 failed: the certificate is not from a trusted authority;"
                  + " give its authority as tls.ca");
      assertThat(send(server, Tls.DEFAULT).outcome()).isInstanceOf(Unreachable.class);
      assertThat(server.requests()).hasSize(1);
    }
    try (ScriptedServer server = serving(next.issue("reissued", "san=ip:127.0.0.1", "-1d"))) {
      assertThat(send(server, trusting(next)).outcome()).isInstanceOf(Answered.class);
    }
  }

  @Test
  void a_trusted_authority_does_not_make_up_for_an_end_or_another_name() throws Exception {
    TestCertificate authority = TestCertificate.authority(folder, "authority");
    TestCertificate ended = authority.issue("ended", "san=ip:127.0.0.1", "-40d");
    TestCertificate other = authority.issue("other", "san=dns:other.example", "-1d");

    assertThat(why(ended, trusting(authority))).contains("the certificate expired on 20");
    assertThat(why(other, trusting(authority)))
        .contains("the certificate is for other.example, not for this host");
  }

  @Test
  void remembers_when_the_certificate_it_was_shown_ends() throws Exception {
    try (ScriptedServer server = serving(here)) {
      URI url = server.url("https", "127.0.0.1");
      assertThat(house.sender.certificateExpires(url)).isEmpty();
      assertThat(send(server, trusting(here)).outcome()).isInstanceOf(Answered.class);
      assertThat(house.sender.certificateExpires(url).orElseThrow())
          .isEqualTo(CertifiedKey.of(here.pem(), here.key()).expires());
    }
  }

  @Test
  void trusts_anybody_when_told_not_to_verify() throws Exception {
    for (TestCertificate certificate : List.of(here, elsewhere, expired)) {
      try (ScriptedServer server = serving(certificate)) {
        assertThat(send(server, UNVERIFIED).outcome()).isInstanceOf(Answered.class);
      }
    }
  }

  @Test
  void a_connection_that_was_not_verified_serves_nobody_who_verifies() throws Exception {
    try (ScriptedServer server = serving(here)) {
      assertThat(send(server, UNVERIFIED).outcome()).isInstanceOf(Answered.class);
      assertThat(send(server, Tls.DEFAULT).outcome()).isInstanceOf(Unreachable.class);
      assertThat(send(server, UNVERIFIED).connect()).isZero();
    }
  }

  @Test
  void says_when_the_other_side_does_not_speak_tls() throws Exception {
    try (ScriptedServer server =
        new ScriptedServer(peer -> peer.write("HTTP/1.1 400 No\r\n\r\n"))) {
      assertThat(send(server, Tls.DEFAULT).outcome())
          .isInstanceOfSatisfying(
              Unreachable.class,
              u -> assertThat(u.why()).startsWith("TLS with 127.0.0.1 failed: "));
    }
  }

  @Test
  void says_when_the_other_side_hangs_up_in_the_handshake() throws Exception {
    try (ScriptedServer server = new ScriptedServer(peer -> {})) {
      assertThat(send(server, Tls.DEFAULT).outcome())
          .isInstanceOfSatisfying(
              Unreachable.class, u -> assertThat(u.why()).contains("127.0.0.1").contains("TLS"));
    }
  }

  private String why(TestCertificate certificate, Tls tls) throws Exception {
    try (ScriptedServer server = serving(certificate)) {
      Sent sent = send(server, tls);
      assertThat(sent.outcome()).isInstanceOf(Unreachable.class);
      assertThat(server.requests()).isEmpty();
      return sent.outcome().detail();
    }
  }

  private Sent send(ScriptedServer server, Tls tls) {
    URI url = server.url("https", "127.0.0.1");
    return house.sender.send(request(url, tls, List.of()));
  }

  private static ScriptedServer serving(TestCertificate certificate) throws IOException {
    return new ScriptedServer(certificate.sockets(), peer -> ScriptedServer.answerAll(peer, OK));
  }

  private static Tls trusting(TestCertificate certificate) {
    return new Tls(true, Optional.of(certificate.pem()), Optional.empty());
  }
}
