package dev.posthouse.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.posthouse.event.Flaw;
import dev.posthouse.event.Invalid;
import dev.posthouse.json.Fields;
import dev.posthouse.json.Json;
import dev.posthouse.net.Pkcs8;
import dev.posthouse.testing.TestCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class TlsFormTest {
  private static final String CERTIFICATE = read("certificate.pem");
  private static final String KEY = read("key.pem");

  static String read(String name) {
    try {
      return Files.readString(Path.of("src/test/resources/tls", name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void reads_the_certificate_with_its_key_and_knows_when_it_ends() {
    Tls tls = TlsForm.read(Fields.of(form(CERTIFICATE, KEY)));

    assertThat(tls.verify()).isTrue();
    assertThat(tls.client().orElseThrow().expires()).isAfter(Instant.parse("2100-01-01T00:00:00Z"));
    ObjectNode written = Json.object();
    TlsForm.write(tls, written);
    assertThat(written.get("clientCertificate").stringValue()).isEqualTo(CERTIFICATE);
    assertThat(written.get("clientKey").stringValue()).isEqualTo("***");
  }

  @Test
  void wants_both_or_none() {
    assertThat(flaws(Json.object().put("clientCertificate", CERTIFICATE)))
        .extracting(Flaw::pointer)
        .containsExactly("/clientKey");
    assertThat(flaws(Json.object().put("clientKey", KEY)))
        .extracting(Flaw::pointer)
        .containsExactly("/clientCertificate");
  }

  @Test
  void says_what_is_wrong_with_a_key_and_shows_nothing_of_it(@TempDir Path folder)
      throws Exception {
    String other = TestCertificate.make(folder, "other", "bc:c", "-1d").key();
    String old = KEY.replace("PRIVATE KEY", "EC PRIVATE KEY");
    String broken = "-----BEGIN PRIVATE KEY-----\nMIGHAgEA\n-----END PRIVATE KEY-----";

    assertThat(flaws(form(CERTIFICATE, other)))
        .containsExactly(new Flaw("/clientKey", "the key is not that of the first certificate"));
    assertThat(flaws(form(CERTIFICATE, old)).getFirst().message()).contains("openssl pkcs8");
    assertThat(flaws(form(CERTIFICATE, broken)))
        .containsExactly(
            new Flaw(
                "/clientKey",
                "holds neither an EC nor an RSA nor an Ed25519 key; " + Pkcs8.EXAMPLE));
    assertThat(flaws(form("no certificate", KEY)).getFirst().pointer())
        .isEqualTo("/clientCertificate");
  }

  private static ObjectNode form(String certificate, String key) {
    return Json.object().put("clientCertificate", certificate).put("clientKey", key);
  }

  private static List<Flaw> flaws(ObjectNode form) {
    Fields fields = Fields.of(form);
    var _ = TlsForm.read(fields);
    return catchThrowableOfType(Invalid.class, fields::done).flaws();
  }
}
