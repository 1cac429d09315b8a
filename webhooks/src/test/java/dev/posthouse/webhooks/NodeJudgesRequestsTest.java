package dev.posthouse.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.webhooks.HmacFormat.Algorithm;
import dev.posthouse.webhooks.HmacFormat.Encoding;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The npm library http-message-signatures judges message signatures, and the vendors' own packages
/// judge the headers that we make for their kind of receiver.
class NodeJudgesRequestsTest {
  private static final long NOW = 1_800_000_000;
  private static final String URL = "https://ERP.example:8443/hooks/%E4%B8%AD?kind=a%20b&x=";
  private static final byte[] BODY = "{\"type\":\"order.created\",\"data\":\"订单\"}".getBytes(UTF_8);

  private static NodeJudge node;

  private final SymmetricSecret shared = SymmetricSecret.generate(new SecureRandom());
  private final Ed25519SecretKey pair = Ed25519SecretKey.generate(new SecureRandom());
  private final Map<String, String> headers = new HashMap<>();

  @BeforeAll
  static void start() {
    node = NodeJudge.start();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private void sign(List<SigningSecret> secrets, List<Component> covered) {
    headers.put("content-type", "application/json");
    headers.put("webhook-id", "dlv_1");
    headers.put("content-digest", ContentDigest.sha256(List.of(BODY)));
    var fields = new HashMap<String, List<String>>();
    headers.forEach((name, value) -> fields.put(name, List.of(value)));
    var signed =
        MessageSigner.of(secrets, covered)
            .sign(new RequestHead("POST", URI.create(URL), fields), NOW);
    headers.put("signature-input", signed.input());
    headers.put("signature", signed.signature());
  }

  private boolean believed(String method, String url, byte[] body, SigningSecret... known) {
    String keys =
        List.of(known).stream()
            .map(key -> "\"" + key.keyId() + "\":" + verifier(key))
            .collect(Collectors.joining(","));
    return judged(
        """
        {"judge":"rfc9421","now":%d,"method":"%s","url":"%s","keys":{%s},"body":"%s","headers":{%s}}
        """
            .formatted(NOW, method, url, keys, base64(body), json(headers)));
  }

  private static boolean judged(String request) {
    String answer = node.ask(request);
    assertThat(answer).startsWith("{\"valid\":");
    return answer.equals("{\"valid\":true}");
  }

  private static String verifier(SigningSecret secret) {
    return secret instanceof Ed25519SecretKey pair
        ? pair.verifyingKey().jwk()
        : "\"" + secret.reveal().substring("whsec_".length()) + "\"";
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String json(Map<String, String> headers) {
    return headers.entrySet().stream()
        .map(h -> "\"" + h.getKey() + "\":\"" + h.getValue().replace("\"", "\\\"") + "\"")
        .collect(Collectors.joining(","));
  }

  @Test
  void a_message_signature_is_believed_and_nothing_of_it_can_be_changed() {
    for (SigningSecret secret : List.of(shared, pair)) {
      sign(List.of(secret), MessageSigner.USUAL);

      assertThat(believed("POST", URL, BODY, secret)).isTrue();
      assertThat(believed("PUT", URL, BODY, secret)).isFalse();
      assertThat(believed("POST", URL.replace("hooks", "hook"), BODY, secret)).isFalse();
      assertThat(believed("POST", URL.replace("ERP", "CRM"), BODY, secret)).isFalse();
      assertThat(believed("POST", URL + "1", BODY, secret)).isFalse();
      assertThat(believed("POST", URL, new byte[1], secret)).isFalse();
      headers.put("content-type", "text/plain");
      assertThat(believed("POST", URL, BODY, secret)).isFalse();
    }
  }

  @Test
  void another_key_of_the_same_name_does_not_believe() {
    sign(List.of(shared), MessageSigner.USUAL);
    String other = SymmetricSecret.generate(new SecureRandom()).reveal().substring(6);

    assertThat(
            judged(
                """
                {"judge":"rfc9421","now":%d,"method":"POST","url":"%s","keys":{"%s":"%s"},"body":"%s","headers":{%s}}
                """
                    .formatted(NOW, URL, shared.keyId(), other, base64(BODY), json(headers))))
        .isFalse();
  }

  @Test
  void whoever_knows_either_key_believes_while_one_replaces_the_other() {
    sign(List.of(pair, shared), MessageSigner.USUAL);

    assertThat(believed("POST", URL, BODY, pair)).isTrue();
    assertThat(believed("POST", URL, BODY, shared)).isTrue();
    assertThat(believed("POST", URL, BODY, pair, shared)).isTrue();
    assertThat(believed("POST", URL, BODY, SymmetricSecret.generate(new SecureRandom()))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@method",
        "@authority",
        "@scheme",
        "@path",
        "@query",
        "@target-uri",
        "@request-target",
        "@query-param;name=\"kind\"",
        "content-type",
        "Webhook-Id"
      })
  void each_component_is_understood(String component) {
    sign(List.of(pair), List.of(Component.parse("content-digest"), Component.parse(component)));

    assertThat(believed("POST", usual(component), BODY, pair)).isTrue();
  }

  /// The library takes the target as it is given; a client would write the host in any case.
  private static String usual(String component) {
    return component.equals("@target-uri") ? URI.create(URL).toString() : URL;
  }

  @Test
  void github_believes_its_form() {
    var format = new HmacFormat(Algorithm.SHA256, Encoding.HEX, "sha256=", "{body}");
    headers.put("x-hub-signature-256", format.value("It's a Secret".getBytes(UTF_8), message()));

    assertVendorBelieves("github", "It's a Secret", "x-hub-signature-256");
  }

  @Test
  void stripe_believes_its_form() {
    var format =
        new HmacFormat(Algorithm.SHA256, Encoding.HEX, "t={timestamp},v1=", "{timestamp}.{body}");
    headers.put("stripe-signature", format.value("whsec_test".getBytes(UTF_8), message()));

    assertVendorBelieves("stripe", "whsec_test", "stripe-signature");
  }

  @Test
  void slack_believes_its_form() {
    var format = new HmacFormat(Algorithm.SHA256, Encoding.HEX, "v0=", "v0:{timestamp}:{body}");
    headers.put("x-slack-signature", format.value("8f742231b10e".getBytes(UTF_8), message()));
    headers.put("x-slack-request-timestamp", Long.toString(NOW));

    assertVendorBelieves("slack", "8f742231b10e", "x-slack-signature");
  }

  private static HmacFormat.Message message() {
    return new HmacFormat.Message(
        "dlv_1", Long.toString(NOW), "POST", URI.create(URL), List.of(BODY));
  }

  private void assertVendorBelieves(String vendor, String key, String header) {
    assertThat(vendor(vendor, key, BODY)).isTrue();
    assertThat(vendor(vendor, key + "x", BODY)).isFalse();
    assertThat(vendor(vendor, key, "{}".getBytes(UTF_8))).isFalse();
    headers.computeIfPresent(header, (name, value) -> value.substring(0, value.length() - 1) + "g");
    assertThat(vendor(vendor, key, BODY)).isFalse();
  }

  private boolean vendor(String vendor, String key, byte[] body) {
    return judged(
        """
        {"judge":"%s","now":%d,"key":"%s","body":"%s","headers":{%s}}
        """
            .formatted(vendor, NOW, key, base64(body), json(headers)));
  }
}
