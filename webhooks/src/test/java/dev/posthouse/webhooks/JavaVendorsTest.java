package dev.posthouse.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.intuit.ipp.services.WebhooksService;
import com.intuit.ipp.util.Config;
import com.slack.api.app_backend.SlackSignature;
import dev.posthouse.webhooks.Verification.Verified;
import dev.posthouse.webhooks.provider.Providers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The Java packages of Slack, in both directions, and of Intuit, which only verifies.
class JavaVendorsTest {
  private static final String SECRET = "8f742231b10e8888abcd99yyyzzz85a5";
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

  private static Scheme scheme(String provider) {
    return Providers.named(provider).orElseThrow().scheme();
  }

  private static Request request(Map<String, List<String>> headers, String body) {
    return Request.post(headers, body.getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "payload=%7B%7D&a=b+c", "{\"text\":\"多少钱 € 😀\"}"})
  void slack_and_we_believe_each_other(String body) {
    var generator = new SlackSignature.Generator(SECRET);
    var judge = new SlackSignature.Verifier(generator);
    String time = Long.toString(NOW.getEpochSecond());
    String ours =
        scheme("slack")
            .sign(request(Map.of(), body), SECRET, "", NOW)
            .getOrDefault("X-Slack-Signature", "");
    String theirs = generator.generate(time, body);

    assertThat(judge.isValid(time, body, ours, NOW.toEpochMilli())).isTrue();
    assertThat(judge.isValid(time, body + " ", ours, NOW.toEpochMilli())).isFalse();
    assertThat(slack(time, theirs, body)).isInstanceOf(Verified.class);
    assertThat(slack(time, theirs, body + " ")).isInstanceOf(Verification.Refused.class);
  }

  private static Verification slack(String time, String signature, String body) {
    Map<String, List<String>> headers =
        Map.of(
            "X-Slack-Signature", List.of(signature),
            "X-Slack-Request-Timestamp", List.of(time));
    return scheme("slack").verifier(List.of(SECRET)).verify(request(headers, body), NOW);
  }

  /// It turns the body into bytes by the platform's encoding, which is UTF-8 since Java 18.
  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"eventNotifications\":[]}", "[{\"id\":\"多少钱 €\"}]"})
  void intuit_believes_what_we_sign_and_nothing_else(String body) {
    String ours =
        scheme("quickbooks")
            .sign(request(Map.of(), body), SECRET, "", NOW)
            .getOrDefault("intuit-signature", "");
    Config.setProperty(Config.WEBHOOKS_VERIFIER_TOKEN, SECRET);
    var judge = new WebhooksService();

    assertThat(judge.verifyPayload(ours, body)).isTrue();
    assertThat(judge.verifyPayload(ours, body + " ")).isFalse();
    Config.setProperty(Config.WEBHOOKS_VERIFIER_TOKEN, SECRET + "x");
    assertThat(judge.verifyPayload(ours, body)).isFalse();
  }
}
