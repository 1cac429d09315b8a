package dev.posthouse.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.webhooks.SignedTime.Unit;
import dev.posthouse.webhooks.Verification.Refused;
import dev.posthouse.webhooks.Verification.Verified;
import dev.posthouse.webhooks.body.Json;
import dev.posthouse.webhooks.provider.Providers;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Signatures that vendors published, or that their own software made: the examples of the
/// documentation of GitHub and Slack, the test suites of the SDKs of Shopify, HubSpot, Intuit,
/// Square, Adyen and Octokit, of WebhookX and of Svix, and RFC 4231.
class PublishedVectorsTest {
  private static final String URL = "https://www.example.com/webhook_uri";

  /// The schemes of the providers; of those that are none, one that a user would write.
  private static Scheme scheme(String name) {
    return switch (name) {
      case "shopify" -> provider(name, "webhooks");
      case "github" -> provider(name, "sha256");
      case "slack", "stripe" -> provider(name, "signature");
      case "quickbooks" -> provider(name, "signature");
      case "hubspot-v1", "hubspot-v2", "hubspot-v3" -> provider("hubspot", name.substring(8));
      case "standard-webhooks" -> provider("standard", "standard");
      case "hmac-sha256-hex" -> HmacScheme.in("X-Signature", "{signature}");
      case "zendesk" ->
          HmacScheme.in("X-Zendesk-Webhook-Signature", "{signature}")
              .with(SignatureText.BASE64)
              .over("{timestamp}{body}", SignedTime.in("X-Time", Unit.TEXT));
      case "square" ->
          HmacScheme.in("x-square-hmacsha256-signature", "{signature}")
              .with(SignatureText.BASE64)
              .over("{url}{body}");
      case "adyen-body" ->
          HmacScheme.in("HmacSignature", "{signature}")
              .with(SignatureText.BASE64)
              .with(SecretText.HEX);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static Scheme provider(String name, String scheme) {
    return Objects.requireNonNull(
        Providers.named(name).orElseThrow().schemes().get(scheme), scheme);
  }

  /// A published signature.
  record Vector(Json json) {
    String get(String name) {
      return json.textAt(name);
    }

    Scheme scheme() {
      return PublishedVectorsTest.scheme(get("scheme"));
    }

    Instant time() {
      long time = get("timestamp").isEmpty() ? 0 : Long.parseLong(get("timestamp"));
      return time > 1_000_000_000_000L ? Instant.ofEpochMilli(time) : Instant.ofEpochSecond(time);
    }

    /// The request as published, with the headers of the scheme.
    Request request(byte[] body) {
      Map<String, List<String>> headers = new HashMap<>();
      scheme()
          .sign(Request.post(Map.of(), body), get("secret"), get("msgId"), time())
          .forEach((name, value) -> headers.put(name, List.of(value)));
      headers.put(header(), List.of(get("expect")));
      if (get("scheme").equals("zendesk")) {
        headers.put("X-Time", List.of(get("timestamp")));
      }
      String method = get("method").isEmpty() ? "POST" : get("method");
      return new Request(method, get("url").isEmpty() ? URL : get("url"), headers, body);
    }

    String header() {
      Scheme scheme = scheme() instanceof AnyScheme any ? any.schemes().get(0) : scheme();
      return scheme instanceof HmacScheme hmac ? hmac.header() : "webhook-signature";
    }

    /// Another secret that the scheme can read.
    String other() {
      return switch (get("scheme")) {
        case "adyen-body" -> "00ff";
        case "standard-webhooks" -> "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";
        default -> "another secret";
      };
    }

    byte[] body() {
      return get("body").getBytes(UTF_8);
    }

    @Override
    public String toString() {
      return get("id");
    }
  }

  static Stream<Vector> vectors() throws Exception {
    try (InputStream file = PublishedVectorsTest.class.getResourceAsStream("vectors.json")) {
      return Json.read(file.readAllBytes()).items().stream().map(Vector::new);
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void believes_what_is_published(Vector vector) {
    Verifier verifier = vector.scheme().verifier(List.of(vector.other(), vector.get("secret")));

    assertThat(verifier.verify(vector.request(vector.body()), vector.time()))
        .isInstanceOfSatisfying(
            Verified.class, verified -> assertThat(verified.secret()).isEqualTo(1));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void refuses_it_after_any_bit_of_the_body_has_changed(Vector vector) {
    Verifier verifier = vector.scheme().verifier(List.of(vector.get("secret")));
    byte[] body = vector.body();
    for (int i = 0; i < body.length; i++) {
      byte[] changed = body.clone();
      changed[i] ^= (byte) (1 << i % 8);

      assertThat(verifier.verify(vector.request(changed), vector.time()))
          .isInstanceOfSatisfying(
              Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(Refusal.MISMATCH));
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void signs_as_published(Vector vector) {
    Map<String, String> headers =
        vector
            .scheme()
            .sign(
                vector.request(vector.body()),
                vector.get("secret"),
                vector.get("msgId"),
                vector.time());

    if (!vector.get("scheme").equals("zendesk")) {
      assertThat(headers).containsEntry(vector.header(), vector.get("expect"));
    }
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void refuses_it_later_if_a_time_is_signed(Vector vector) {
    Verifier verifier = vector.scheme().verifier(List.of(vector.get("secret")));
    Request request = vector.request(vector.body());
    boolean timed =
        List.of("slack", "stripe", "hubspot-v3", "standard-webhooks")
            .contains(vector.get("scheme").toLowerCase(Locale.ROOT));
    Instant last = vector.time().plus(Duration.ofMinutes(5));

    assertThat(verifier.verify(request, last)).isInstanceOf(Verified.class);
    if (timed) {
      assertThat(verifier.verify(request, last.plusSeconds(1)))
          .isInstanceOfSatisfying(
              Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(Refusal.TOO_OLD));
    }
  }
}
