package dev.posthouse.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.webhooks.NodeJudge.Message;
import dev.posthouse.webhooks.Verification.Verified;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The npm libraries of Standard Webhooks and of Svix judge `v1`; Node's own OpenSSL judges `v1`
/// and `v1a`, and bodies that are not text. Both directions.
class NodeJudgesTest {
  private static final long TIMESTAMP = 1_800_000_000;
  private static final String TEXT = "{\"price\":\"多少钱 € 😀\",\"nothing\":\"\\u0000\"}";

  private static NodeJudge node;

  private final SigningSecret symmetric = SymmetricSecret.generate(new SecureRandom());
  private final SigningSecret asymmetric = Ed25519SecretKey.generate(new SecureRandom());
  private final Signer signer = Signer.of(asymmetric, symmetric);

  @BeforeAll
  static void start() {
    node = NodeJudge.start();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"standardwebhooks", "svix", "crypto"})
  void a_judge_and_we_believe_each_other(String judge) {
    Message message = message(TEXT.getBytes(UTF_8));

    assertThat(node.verify(judge, symmetric.reveal(), message, sign(message))).isTrue();
    assertBelieved(symmetric, message, node.sign(judge, symmetric.reveal(), message));
  }

  @ParameterizedTest
  @ValueSource(strings = {"standardwebhooks", "svix", "crypto"})
  void a_judge_refuses_another_body(String judge) {
    Message message = message(TEXT.getBytes(UTF_8));
    Message changed = message((TEXT + " ").getBytes(UTF_8));

    assertThat(node.verify(judge, symmetric.reveal(), changed, sign(message))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"-301, false", "-300, true", "0, true", "300, true", "301, false"})
  void standardwebhooks_tolerates_what_we_tolerate(long age, boolean believed) {
    byte[] body = TEXT.getBytes(UTF_8);
    Message message = new Message("msg_1", TIMESTAMP, TIMESTAMP + age, body);
    String signature = sign(message);

    assertThat(node.verify("standardwebhooks", symmetric.reveal(), message, signature))
        .isEqualTo(believed);
    assertThat(verify(symmetric, message, signature) instanceof Verified).isEqualTo(believed);
  }

  @Test
  void openssl_and_we_believe_each_other_on_v1a() {
    Message message = message(TEXT.getBytes(UTF_8));
    String publicKey = asymmetric.verifyingKey().toString();

    assertThat(node.verify("crypto", publicKey, message, sign(message))).isTrue();
    assertThat(node.verify("crypto", publicKey, message(new byte[1]), sign(message))).isFalse();
    assertBelieved(asymmetric, message, node.sign("crypto", asymmetric.reveal(), message));
  }

  @Test
  void openssl_and_we_believe_each_other_on_bodies_of_any_bytes() {
    Random random = new Random(7);
    for (int length : new int[] {0, 1, 63, 64, 65, 1000, 1_000_000}) {
      byte[] body = new byte[length];
      random.nextBytes(body);
      Message message = message(body);

      assertThat(node.verify("crypto", symmetric.reveal(), message, sign(message))).isTrue();
      assertBelieved(symmetric, message, node.sign("crypto", symmetric.reveal(), message));
      assertBelieved(asymmetric, message, node.sign("crypto", asymmetric.reveal(), message));
    }
  }

  /// Why OpenSSL judges those: when this fails, the libraries can.
  @ParameterizedTest
  @ValueSource(strings = {"standardwebhooks", "svix"})
  void the_libraries_cannot_judge_a_body_that_is_not_utf_8(String judge) {
    Message message = message(new byte[] {'"', (byte) 0xff, '"'});

    assertThat(node.verify(judge, symmetric.reveal(), message, sign(message))).isFalse();
  }

  private String sign(Message message) {
    return signer.sign(message.id(), message.timestamp(), message.body());
  }

  private static void assertBelieved(SigningSecret secret, Message message, String signature) {
    assertThat(verify(secret, message, signature))
        .isEqualTo(new Verified(message.id(), Instant.ofEpochSecond(message.timestamp()), 0));
  }

  private static Verification verify(SigningSecret secret, Message message, String signature) {
    return Verifier.of(secret.verifyingKey())
        .verify(
            Map.of(
                "webhook-id", List.of(message.id()),
                "webhook-timestamp", List.of(Long.toString(message.timestamp())),
                "webhook-signature", List.of(signature)),
            Instant.ofEpochSecond(message.now()),
            message.body());
  }

  private static Message message(byte[] body) {
    return new Message("msg_1", TIMESTAMP, TIMESTAMP, body);
  }
}
