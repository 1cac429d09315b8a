package dev.posthouse.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.webhooks.Verification.Refused;
import dev.posthouse.webhooks.Verification.Verified;
import dev.posthouse.webhooks.body.Json;
import dev.posthouse.webhooks.body.Malformed;
import dev.posthouse.webhooks.provider.Provider;
import dev.posthouse.webhooks.provider.ProviderEvent;
import dev.posthouse.webhooks.provider.Providers;
import dev.posthouse.webhooks.provider.Reading;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The vendors' own packages believe what our schemes sign, and our schemes believe what the
/// packages sign. Slack's package only verifies; OpenSSL signs for it.
class VendorJudgesTest {
  private static final String SECRET = "It's a Secret to Everybody €";
  private static final String URL = "https://hooks.example.com/in/src_1?a=b%20c%3A%2F";
  private static final String BODY = "{\"id\":1,\"price\":\"多少钱 € 😀\",\"nothing\":\"\\u0000\"}";
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

  private static NodeJudge node;

  @BeforeAll
  static void start() {
    node = NodeJudge.start();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  /// A judge, and the header in which it puts its signature.
  private record Vendor(String judge, Scheme scheme, String header, Map<String, String> others) {
    static Vendor named(String name) {
      return switch (name) {
        case "shopify" -> new Vendor(name, scheme(name, "both"), "x-shopify-hmac-sha256", SHOPIFY);
        case "shopify-events" ->
            new Vendor("shopify", scheme("shopify", "events"), "shopify-hmac-sha256", EVENTS);
        case "github" -> new Vendor(name, scheme(name, "sha256"), "x-hub-signature-256", Map.of());
        case "stripe" -> new Vendor(name, scheme(name, "signature"), "stripe-signature", Map.of());
        case "slack" -> new Vendor(name, scheme(name, "signature"), "x-slack-signature", SLACK);
        case "hubspot-v1" ->
            new Vendor("hubspot", scheme("hubspot", "v1"), "x-hubspot-signature", Map.of());
        case "hubspot-v2" ->
            new Vendor("hubspot", scheme("hubspot", "v2"), "x-hubspot-signature", VERSION_2);
        case "hubspot-v3" ->
            new Vendor("hubspot", scheme("hubspot", "v3"), "x-hubspot-signature-v3", VERSION_3);
        default -> throw new IllegalArgumentException(name);
      };
    }

    private static Scheme scheme(String provider, String scheme) {
      return Providers.named(provider)
          .orElseThrow()
          .schemes()
          .getOrDefault(scheme, new OpenScheme());
    }
  }

  private static final Map<String, String> SHOPIFY = shopify("x-shopify-");
  private static final Map<String, String> EVENTS = shopify("shopify-");
  private static final Map<String, String> SLACK =
      Map.of("x-slack-request-timestamp", Long.toString(NOW.getEpochSecond()));
  private static final Map<String, String> VERSION_2 = Map.of("x-hubspot-signature-version", "v2");
  private static final Map<String, String> VERSION_3 =
      Map.of("x-hubspot-request-timestamp", Long.toString(NOW.toEpochMilli()));

  private static Map<String, String> shopify(String prefix) {
    return Map.of(
        prefix + "topic", "orders/updated",
        prefix + "shop-domain", "shop.myshopify.com",
        prefix + "api-version", "2026-07",
        prefix + "webhook-id", "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043",
        prefix + "event-id", "98880550-7158-44d4-b7cd-2c97c8a091b5");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shopify",
        "shopify-events",
        "github",
        "stripe",
        "slack",
        "hubspot-v1",
        "hubspot-v2",
        "hubspot-v3"
      })
  void the_vendor_believes_what_we_sign_and_nothing_else(String name) throws Malformed {
    Vendor vendor = Vendor.named(name);
    Map<String, String> headers = new TreeMap<>(vendor.others());
    vendor
        .scheme()
        .sign(request(Map.of(), BODY), SECRET, "msg_1", NOW)
        .forEach((header, value) -> headers.put(header.toLowerCase(java.util.Locale.ROOT), value));

    assertThat(believed(vendor, SECRET, headers, BODY)).isTrue();
    assertThat(believed(vendor, SECRET + "x", headers, BODY)).isFalse();
    assertThat(believed(vendor, SECRET, headers, BODY + " ")).isFalse();
    headers.computeIfPresent(vendor.header(), (header, value) -> changed(value));
    assertThat(believed(vendor, SECRET, headers, BODY)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shopify",
        "shopify-events",
        "github",
        "stripe",
        "slack",
        "hubspot-v1",
        "hubspot-v2",
        "hubspot-v3"
      })
  void we_believe_what_the_vendor_signs_and_nothing_else(String name) throws Malformed {
    Vendor vendor = Vendor.named(name);
    Map<String, String> headers = new TreeMap<>(vendor.others());
    headers.put(vendor.header(), ask(vendor, SECRET, headers, BODY, true).textAt("signature"));

    assertThat(seen(vendor, SECRET, headers, BODY)).isInstanceOf(Verified.class);
    assertMismatch(seen(vendor, SECRET + "x", headers, BODY));
    assertMismatch(seen(vendor, SECRET, headers, BODY + " "));
    headers.computeIfPresent(vendor.header(), (header, value) -> changed(value));
    assertThat(seen(vendor, SECRET, headers, BODY)).isInstanceOf(Refused.class);
  }

  @ParameterizedTest
  @CsvSource({
    "stripe, 300, true",
    "stripe, 301, false",
    "stripe, -9999, true",
    "slack, 300, true",
    "slack, 301, false",
    "hubspot-v3, 300, true",
    "hubspot-v3, 301, false",
    "hubspot-v3, -9999, true",
  })
  void we_tolerate_what_the_vendor_tolerates(String name, long age, boolean believed)
      throws Malformed {
    Vendor vendor = Vendor.named(name);
    Map<String, String> headers = new TreeMap<>(vendor.others());
    headers.put(vendor.header(), ask(vendor, SECRET, headers, BODY, true).textAt("signature"));
    Instant later = NOW.plusSeconds(age);
    Verification seen =
        vendor.scheme().verifier(List.of(SECRET)).verify(request(headers, BODY), later);
    String request = json(vendor, SECRET, headers, BODY, later, false);

    assertThat(Json.read(node.ask(request).getBytes(UTF_8)).textAt("valid"))
        .isEqualTo(Boolean.toString(believed));
    assertThat(seen instanceof Verified).isEqualTo(believed);
  }

  @Test
  void we_read_what_the_software_of_cloudevents_writes() throws Malformed {
    Provider provider = Providers.named("cloudevents").orElseThrow();
    String event =
        "{\"id\":\"1 2\",\"source\":\"/a\",\"type\":\"a.b\",\"subject\":\"s\",\"extra\":\"x\","
            + "\"time\":\"2026-11-22T03:00:00Z\",\"data\":{\"x\":1.50}}";
    for (String mode : List.of("binary", "structured")) {
      Vendor software = new Vendor("cloudevents", new OpenScheme(), "", Map.of());
      Json made =
          Json.read(ask(software, mode, Map.of(), event, true).textAt("signature").getBytes(UTF_8));
      Map<String, String> headers = new HashMap<>();
      made.at("headers")
          .orElseThrow()
          .members()
          .forEach((n, value) -> headers.put(n, value.text()));
      Reading reading = provider.read(request(headers, made.textAt("body")));

      assertThat(reading)
          .isInstanceOfSatisfying(
              Reading.Events.class,
              events -> {
                ProviderEvent only = events.events().get(0);
                assertThat(only.type()).isEqualTo("a.b");
                assertThat(only.key()).isEqualTo("/a|1 2");
                assertThat(only.subject()).isEqualTo("s");
                assertThat(only.time()).isEqualTo("2026-11-22T03:00:00Z");
                assertThat(only.attributes()).containsEntry("extra", "x");
                assertThat(new String(only.data(), UTF_8)).isEqualTo("{\"x\":1.5}");
              });
    }
  }

  private static String changed(String signature) {
    char last = signature.charAt(signature.length() - 3);
    return signature.substring(0, signature.length() - 3)
        + (last == 'a' ? 'b' : 'a')
        + signature.substring(signature.length() - 2);
  }

  private static Verification seen(
      Vendor vendor, String secret, Map<String, String> headers, String body) {
    return vendor.scheme().verifier(List.of(secret)).verify(request(headers, body), NOW);
  }

  private static void assertMismatch(Verification seen) {
    assertThat(seen)
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(Refusal.MISMATCH));
  }

  private static Request request(Map<String, String> headers, String body) {
    Map<String, List<String>> lists = new HashMap<>();
    headers.forEach((name, value) -> lists.put(name, List.of(value)));
    return new Request("POST", URL, lists, body.getBytes(UTF_8));
  }

  private static boolean believed(
      Vendor vendor, String secret, Map<String, String> headers, String body) throws Malformed {
    return switch (ask(vendor, secret, headers, body, false).textAt("valid")) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalStateException("The judge could not try");
    };
  }

  private static Json ask(
      Vendor vendor, String secret, Map<String, String> headers, String body, boolean sign)
      throws Malformed {
    String answer = node.ask(json(vendor, secret, headers, body, NOW, sign));
    assertThat(answer).doesNotContain("\"error\"");
    return Json.read(answer.getBytes(UTF_8));
  }

  private static String json(
      Vendor vendor,
      String secret,
      Map<String, String> headers,
      String body,
      Instant now,
      boolean sign) {
    return "{\"judge\":%s,\"key\":%s,\"now\":%d,\"sign\":%b,\"body\":\"%s\",\"method\":\"POST\",\"url\":%s,\"headers\":{%s}}"
        .formatted(
            Json.quoted(vendor.judge()),
            Json.quoted(secret),
            now.getEpochSecond(),
            sign,
            Base64.getEncoder().encodeToString(body.getBytes(UTF_8)),
            Json.quoted(URL),
            headers.entrySet().stream()
                .map(header -> Json.quoted(header.getKey()) + ":" + Json.quoted(header.getValue()))
                .collect(Collectors.joining(",")));
  }
}
