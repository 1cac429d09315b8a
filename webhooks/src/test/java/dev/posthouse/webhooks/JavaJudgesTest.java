package dev.posthouse.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.posthouse.webhooks.Verification.Verified;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The Java libraries of Standard Webhooks and of Svix judge `v1`, in both directions. They read
/// the clock themselves, so these tests do too.
class JavaJudgesTest {
  private final SymmetricSecret old = SymmetricSecret.generate(new SecureRandom());
  private final SymmetricSecret current = SymmetricSecret.generate(new SecureRandom());
  private final Signer signer = Signer.of(current, old);
  private final Instant now = Instant.now();
  private final long seconds = now.getEpochSecond();

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"a\":1}", "", "多少钱 €", "a\u0000b\r\n"})
  void standardwebhooks_and_we_believe_each_other(String body) throws Exception {
    for (SymmetricSecret secret : List.of(old, current)) {
      var judge = new com.standardwebhooks.Webhook(secret.reveal());

      judge.verify(body, headers(signer.sign("msg_1", seconds, body.getBytes(UTF_8))));
      assertBelieved(secret, judge.sign("msg_1", seconds, body), body);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"a\":1}", "", "多少钱 €", "a\u0000b\r\n"})
  void svix_and_we_believe_each_other(String body) throws Exception {
    for (SymmetricSecret secret : List.of(old, current)) {
      var judge = new com.svix.Webhook(secret.reveal());

      judge.verify(body, headers(signer.sign("msg_1", seconds, body.getBytes(UTF_8))));
      assertBelieved(secret, judge.sign("msg_1", seconds, body), body);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{} ", "{", ""})
  void both_refuse_another_body(String body) throws Exception {
    String signature = signer.sign("msg_1", seconds, "{}".getBytes(UTF_8));
    var standard = new com.standardwebhooks.Webhook(current.reveal());
    var svix = new com.svix.Webhook(current.reveal());

    assertThatThrownBy(() -> standard.verify(body, headers(signature)))
        .isInstanceOf(WebhookVerificationException.class);
    assertThatThrownBy(() -> svix.verify(body, headers(signature)))
        .isInstanceOf(com.svix.exceptions.WebhookVerificationException.class);
  }

  private void assertBelieved(SymmetricSecret secret, String signature, String body) {
    assertThat(Verifier.of(secret).verify(headers(signature), now, body.getBytes(UTF_8)))
        .isEqualTo(new Verified("msg_1", Instant.ofEpochSecond(seconds), 0));
  }

  private Map<String, List<String>> headers(String signature) {
    return Map.of(
        "webhook-id", List.of("msg_1"),
        "webhook-timestamp", List.of(Long.toString(seconds)),
        "webhook-signature", List.of(signature));
  }
}
