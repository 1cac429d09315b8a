package dev.posthouse.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.webhooks.body.Json;
import dev.posthouse.webhooks.sample.Sample;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The vendors' own packages believe our samples.
class SamplesJudgedTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
  private static final List<String> JUDGES =
      List.of("shopify", "github", "stripe", "slack", "hubspot", "standard");

  @Test
  void of_every_provider_that_has_a_package() {
    try (NodeJudge node = NodeJudge.start()) {
      List<String> judged =
          Sample.types().stream()
              .filter(type -> JUDGES.contains(type.substring(0, type.indexOf('.'))))
              .toList();
      assertThat(judged).hasSizeGreaterThan(15);
      assertThat(judged)
          .allSatisfy(type -> {
            Sample sample = Sample.of(type).orElseThrow();
            assertThat(node.ask(question(sample, true))).isEqualTo("{\"valid\":true}");
            assertThat(node.ask(question(sample, false))).isEqualTo("{\"valid\":false}");
          });
    }
  }

  /// The package that is pinned still asks for a header that Shopify has dropped since.
  private static Request asked(Request sent) {
    Map<String, List<String>> headers = new HashMap<>(sent.headers());
    headers.putIfAbsent("shopify-event-id", List.of("98880550-7158-44d4-b7cd-2c97c8a091b5"));
    return sent.header("shopify-topic").isPresent()
        ? new Request(sent.method(), sent.url(), headers, sent.body())
        : sent;
  }

  private static String question(Sample sample, boolean right) {
    String secret = sample.testSecret();
    Request plain = sample.request("https://shop.example/in", secret, NOW, new Random(1));
    Request sent = asked(sample.signed(plain, secret, NOW, new Random(1)));
    byte[] body = sent.body().clone();
    body[body.length / 2] ^= (byte) (right ? 0 : 1);
    String judge = sample.provider().name().equals("standard") ? "svix" : sample.provider().name();
    return "{\"judge\":%s,\"key\":%s,\"now\":%d,\"method\":\"POST\",\"url\":%s,\"body\":\"%s\",\"headers\":%s}"
        .formatted(
            Json.quoted(judge),
            Json.quoted(secret),
            NOW.getEpochSecond(),
            Json.quoted(sent.url()),
            Base64.getEncoder().encodeToString(body),
            sent.headers().entrySet().stream()
                .map(header ->
                    Json.quoted(header.getKey()) + ":" + Json.quoted(header.getValue().get(0)))
                .collect(Collectors.joining(",", "{", "}")));
  }
}
