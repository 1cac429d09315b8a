package dev.posthouse.webhooks.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.webhooks.Request;
import dev.posthouse.webhooks.Scheme;
import dev.posthouse.webhooks.Verification;
import dev.posthouse.webhooks.Verification.Refused;
import dev.posthouse.webhooks.Verification.Verified;
import dev.posthouse.webhooks.Verifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever arrives, a verifier and a provider answer with a value.
class NothingThrowsTest {
  private static final Instant NOW = Instant.parse("2026-11-22T03:00:00Z");
  private static final int ROUNDS = 1_000;

  private static final List<String> SECRETS =
      List.of("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX", "user:password");

  private static final List<String> VALUES =
      List.of(
          "",
          " ",
          ",",
          "=",
          "t=",
          "t=1,v1=",
          "v1,",
          "v1a,AAAA",
          "sha256=",
          "v0=00",
          "%",
          "\"",
          "Bearer",
          "Bearer x",
          "Basic ",
          "Basic :",
          "-1",
          "0",
          "1795316400",
          "1795316400000",
          "99999999999999999999",
          "\ud800",
          "\u0000",
          "é€😀",
          "orders/updated",
          "///",
          "v2",
          "application/cloudevents+json",
          "application/cloudevents-batch+json",
          "text/xml",
          "application/x-www-form-urlencoded",
          "application/json",
          "1.0",
          "+999999999-01-01T00:00:00Z",
          "x".repeat(10_000),
          "a,".repeat(5_000));

  private static final List<String> BODIES =
      List.of(
          "",
          "{}",
          "[]",
          "[{}]",
          "[[]]",
          "[1]",
          "null",
          "\"x\"",
          "0",
          "\ufeff{}",
          "{\"events\":[{}]}",
          "{\"id\":{},\"type\":[],\"created\":\"x\",\"event\":1}",
          "{\"id\":\"\\ud800\",\"type\":\"\\u0000\",\"created\":9999999999999999}",
          "{\"type\":\"url_verification\"}",
          "{\"type\":\"event_callback\",\"event\":{\"type\":\"a\"}}",
          "[{\"subscriptionType\":\"a.b\",\"occurredAt\":1e400}]",
          "{\"eventNotifications\":[{\"dataChangeEvent\":{\"entities\":[{},1,null]}}]}",
          "[{\"type\":\"qbo.\"}]",
          "{\"meta\":{\"action\":\"a\",\"entity\":\"b\",\"timestamp\":\"-\"}}",
          "payload=%7B%7D",
          "command=x&a[b][]=1&a=2&a[b][c]=%ff&=&[",
          "type=a&data[id]=1&fired_at=x",
          "webhook_id=1",
          "<a/>",
          "<notifications><Notification><sObject type='a'/></Notification></notifications>",
          "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
          "<a>&b;</a>",
          "[".repeat(5_000),
          "<a>".repeat(5_000),
          "{\"a\":".repeat(200),
          "a[b]".repeat(1_000) + "=1");

  static Stream<Provider> providers() {
    return Providers.all().stream();
  }

  @ParameterizedTest
  @MethodSource("providers")
  void whatever_is_received(Provider provider) {
    Random random = new Random(7);
    List<String> names = names(provider);
    List<Verifier> verifiers = verifiers(provider);
    for (int round = 0; round < ROUNDS; round++) {
      Request request = request(random, names);
      for (Verifier verifier : verifiers) {
        assertSound(verifier.verify(request, NOW));
      }
      provider.greet(request).ifPresent(answer -> assertThat(answer.status()).isEqualTo(200));
      assertSound(provider.read(request));
    }
  }

  /// Every scheme with the secrets that it can read.
  private static List<Verifier> verifiers(Provider provider) {
    List<Verifier> verifiers = new ArrayList<>();
    for (Scheme scheme : provider.schemes().values()) {
      for (String secret : SECRETS) {
        try {
          verifiers.add(scheme.verifier(List.of(secret)));
        } catch (IllegalArgumentException ofAnotherForm) {
          assertThat(ofAnotherForm).hasMessageNotContaining(secret);
        }
      }
    }
    assertThat(verifiers).isNotEmpty();
    return verifiers;
  }

  /// The headers that the provider's schemes set, and those that providers read.
  private static List<String> names(Provider provider) {
    List<String> names =
        new ArrayList<>(
            List.of(
                "Content-Type",
                "Authorization",
                "X-Shopify-Topic",
                "X-Shopify-Shop-Domain",
                "X-Shopify-Triggered-At",
                "X-WC-Webhook-Topic",
                "X-GitHub-Event",
                "X-Gitlab-Event",
                "X-Gitlab-Token",
                "webhook-id",
                "webhook-timestamp",
                "webhook-signature",
                "svix-id",
                "ce-id",
                "ce-type",
                "ce-source",
                "ce-specversion",
                "ce-time",
                "WebHook-Request-Origin"));
    for (Scheme scheme : provider.schemes().values()) {
      for (String secret : SECRETS) {
        try {
          names.addAll(scheme.sign(request("POST", Map.of(), ""), secret, "msg_1", NOW).keySet());
        } catch (IllegalArgumentException ofAnotherForm) {
          assertThat(ofAnotherForm).hasMessageNotContaining(secret);
        }
      }
    }
    return names;
  }

  private static Request request(Random random, List<String> names) {
    Map<String, List<String>> headers = new HashMap<>();
    for (String name : names) {
      switch (random.nextInt(4)) {
        case 0 -> {}
        case 1 -> headers.put(name, List.of(pick(random, VALUES), pick(random, VALUES)));
        default -> headers.put(name, List.of(changed(random, pick(random, VALUES))));
      }
    }
    String method = pick(random, List.of("POST", "GET", "HEAD", "OPTIONS", ""));
    return request(method, headers, changed(random, pick(random, BODIES)));
  }

  private static Request request(String method, Map<String, List<String>> headers, String body) {
    return new Request(method, "https://e.example/in?secret=%zz&a", headers, body.getBytes(UTF_8));
  }

  /// Half of the time as it is; else cut, doubled, or with a character in it.
  private static String changed(Random random, String text) {
    int at = random.nextInt(text.length() + 1);
    return switch (random.nextInt(6)) {
      case 0 -> text.substring(0, at);
      case 1 -> text + text;
      case 2 -> text.substring(0, at) + (char) random.nextInt(0x10000) + text.substring(at);
      default -> text;
    };
  }

  private static String pick(Random random, List<String> from) {
    return from.get(random.nextInt(from.size()));
  }

  private static void assertSound(Verification seen) {
    if (seen instanceof Refused refused) {
      assertThat(refused.message()).isNotBlank();
      assertThat(refused.refusal().status()).isBetween(400, 401);
    } else {
      assertThat(seen).isInstanceOf(Verified.class);
    }
  }

  private static void assertSound(Reading reading) {
    if (reading instanceof Reading.Events events) {
      for (ProviderEvent event : events.events()) {
        assertThat(event.type()).matches("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
        assertThat(event.key()).isNotEmpty().hasSizeLessThanOrEqualTo(200);
        assertThat(event.time()).isBetween("0000-01-01T00:00:00Z", "9999-12-31T23:59:59Z");
      }
    } else if (reading instanceof Reading.Unreadable unreadable) {
      assertThat(unreadable.message()).isNotBlank().hasSizeLessThan(200);
    } else {
      assertThat(reading).isInstanceOf(Reading.Handshake.class);
    }
  }
}
