package dev.posthouse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.LiveHouse.Ask;
import dev.posthouse.deliver.Request;
import dev.posthouse.deliver.Sent;
import dev.posthouse.event.Header;
import dev.posthouse.event.Outcome;
import dev.posthouse.testing.Databases;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Signatures and public keys as a receiver sees them, verified by the JDK alone.
class SignaturesTest {
  private static final String KEYS = "GET /.well-known/webhooks-keys";
  private static final Pattern INPUT =
      Pattern.compile("sig1=(\\(.*?\\);created=(\\d+);keyid=\"([^\"]+)\";alg=\"ed25519\").*");

  @TempDir Path folder;
  private final Queue<Request> sent = new ConcurrentLinkedQueue<>();
  private LiveHouse house;

  @BeforeEach
  void open() throws Exception {
    house = new LiveHouse(Databases.Kind.SQLITE, folder, Optional.of(this::receive));
  }

  @AfterEach
  void close() {
    house.close();
  }

  private Sent receive(Request request) {
    sent.add(request);
    var outcome = new Outcome.Answered(204, List.of(), new byte[0], 0);
    return new Sent(outcome, Duration.ZERO, Duration.ZERO, Duration.ZERO);
  }

  private JsonNode endpoint(String name, String signing) throws Exception {
    return house.ask(
        201,
        Ask.of("POST /v1/endpoints")
            .body(
                "{\"name\":\"%s\",\"url\":\"https://erp.example/in?x=1\",\"signing\":%s}"
                    .formatted(name, signing)));
  }

  private JsonNode keys(String query) throws Exception {
    return house.ask(200, Ask.of(KEYS).key("none").query(query)).get("keys");
  }

  @Test
  void a_receiver_verifies_a_message_signature_with_the_published_key() throws Exception {
    JsonNode made = endpoint("erp", "{\"scheme\":\"rfc9421\"}");
    String id = made.get("id").stringValue();

    house.ask(200, Ask.of("POST /v1/endpoints/{id}/test").id(id));

    Request request = sent.remove();
    Matcher input = INPUT.matcher(header(request, "signature-input"));
    assertThat(input.matches()).isTrue();
    assertThat(made.at("/signing/keyId").stringValue()).isEqualTo(input.group(3));
    assertThat(made.has("signingSecret")).isFalse();
    JsonNode key =
        keys("")
            .valueStream()
            .filter(k -> k.get("kid").stringValue().equals(input.group(3)))
            .findFirst()
            .orElseThrow();
    assertThat(verifies(key, base(request, input.group(1)), signature(request))).isTrue();
    assertThat(verifies(key, base(request, input.group(1)) + " ", signature(request))).isFalse();
  }

  /// Written by hand from the RFC, for the components that are usual.
  private static String base(Request request, String parameters) {
    return """
    "@method": POST
    "@authority": erp.example
    "@path": /in
    "@query": ?x=1
    "content-digest": %s
    "content-type": application/json
    "webhook-id": %s
    "webhook-timestamp": %s
    "@signature-params": %s\
    """
        .formatted(
            header(request, "content-digest"),
            header(request, "webhook-id"),
            header(request, "webhook-timestamp"),
            parameters);
  }

  private static byte[] signature(Request request) {
    String value = header(request, "signature");
    return Base64.getDecoder().decode(value.substring("sig1=:".length(), value.indexOf(":", 6)));
  }

  private static String header(Request request, String name) {
    return request.headers().stream()
        .filter(header -> header.name().equals(name))
        .map(Header::value)
        .findFirst()
        .orElseThrow();
  }

  /// RFC 8032, 5.1.2: little endian, the highest bit is that of x.
  private static boolean verifies(JsonNode jwk, String base, byte[] signature) throws Exception {
    byte[] raw = Base64.getUrlDecoder().decode(jwk.get("x").stringValue()).clone();
    for (int i = 0; i < raw.length / 2; i++) {
      byte swapped = raw[i];
      raw[i] = raw[raw.length - 1 - i];
      raw[raw.length - 1 - i] = swapped;
    }
    boolean odd = raw[0] < 0;
    raw[0] &= 0x7f;
    var point = new EdECPoint(odd, new BigInteger(1, raw));
    var verifier = Signature.getInstance("Ed25519");
    verifier.initVerify(
        KeyFactory.getInstance("Ed25519")
            .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point)));
    verifier.update(base.getBytes(UTF_8));
    return verifier.verify(signature);
  }

  @Test
  void public_keys_are_those_that_sign_of_one_tenant_and_nobody_learns_of_others()
      throws Exception {
    assertThat(keys("")).isEmpty();
    String id = endpoint("erp", "{\"scheme\":\"v1a\"}").get("id").stringValue();
    var _ = endpoint("crm", "{\"scheme\":\"rfc9421\",\"algorithm\":\"hmac-sha256\"}");
    var _ = endpoint("old", "{\"scheme\":\"v1\"}");
    assertThat(keys("")).hasSize(1);

    house.ask(200, Ask.of("POST /v1/endpoints/{id}/rotate-secret").id(id));
    assertThat(keys("")).hasSize(2);
    house.ask(
        200, Ask.of("POST /v1/endpoints/{id}/rotate-secret").id(id).body("{\"overlap\":\"0s\"}"));
    assertThat(keys("")).hasSize(1);

    JsonNode east = house.ask(201, Ask.of("POST /v1/tenants").body("{\"name\":\"east\"}"));
    String none = house.response(Ask.of(KEYS).query("?tenant=ten_0000000000001")).body();
    for (String tenant : List.of(east.get("id").stringValue(), "east", "default", "ten_x", "")) {
      assertThat(house.response(Ask.of(KEYS).query("?tenant=" + tenant)).body()).isEqualTo(none);
    }
    String own = house.ask(200, Ask.of("GET /v1/tenants")).at("/items/1/id").stringValue();
    assertThat(keys("?tenant=" + own)).hasSize(1);
  }

  @Test
  void a_scheme_is_changed_without_the_settings_of_the_former() throws Exception {
    String id =
        endpoint("erp", "{\"scheme\":\"hmac\",\"header\":\"X-Sum\",\"secret\":\"abc\"}")
            .get("id")
            .stringValue();
    var patch = Ask.of("PATCH /v1/endpoints/{id}").id(id);

    assertThat(house.ask(200, patch.body("{\"timeout\":\"5s\"}")).has("signingSecret")).isFalse();
    JsonNode message = house.ask(200, patch.body("{\"signing\":{\"scheme\":\"rfc9421\"}}"));
    assertThat(message.at("/signing/algorithm").stringValue()).isEqualTo("ed25519");
    JsonNode shared = house.ask(200, patch.body("{\"signing\":{\"algorithm\":\"hmac-sha256\"}}"));
    assertThat(shared.get("signingSecret").stringValue()).startsWith("whsec_");
    house.ask(200, patch.body("{\"signing\":{\"scheme\":\"v1\"}}"));
    house.ask(200, Ask.of("POST /v1/endpoints/{id}/test").id(id));
    assertThat(header(sent.remove(), "webhook-signature")).startsWith("v1,");
  }
}
