package dev.posthouse.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import dev.posthouse.document.SeedExamples;
import dev.posthouse.testing.Behaviour;
import dev.posthouse.testing.FaultyReceiver;
import dev.posthouse.testing.Received;
import dev.posthouse.testing.TestCertificate;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The two examples that Posthouse began with, applied exactly as they are printed and run on a
/// real server: their hosts are this machine's, their certificates are vouched for by a test's own
/// trust store.
abstract class SeedExamplesContract {
  private static final String SHOP = "127.0.0.2";
  private static final String CRM = "127.0.0.3";
  private static final Duration SOON = Duration.ofSeconds(20);

  /// 5 s and 10 s, a tenth more each at most, and time for a slow machine.
  private static final Duration THREE_ATTEMPTS = Duration.ofSeconds(60);

  private static final String ORDER =
      """
      {"type":"%s","time":"2026-11-21T08:00:00Z","data":{"order":{"id":"SO-1001",\
      "customer_id":"C-88","total":%s,"status":"%s","currency":"MYR",\
      "items":[{"sku":"A-1","quantity":2}]}}}\
      """;

  @TempDir Path folder;
  private TestCertificate certificate;

  @BeforeEach
  void vouch() throws Exception {
    certificate =
        TestCertificate.make(
            folder, "receivers", "san=dns:api.ecommerce.com,dns:api.crm.com", "-1d");
  }

  /// A server on the database of this kind.
  abstract Launch on(Launch launch);

  private PosthouseProcess start() throws Exception {
    Path hosts =
        Files.writeString(
            folder.resolve("hosts"), SHOP + " api.ecommerce.com\n" + CRM + " api.crm.com\n");
    var flags =
        "-Djdk.net.hosts.file=%s -Djavax.net.ssl.trustStore=%s -Djavax.net.ssl.trustStorePassword=%s"
            .formatted(hosts, certificate.store(), TestCertificate.PASSWORD);
    return on(Launch.bare(
                "--port",
                "0",
                "--data",
                folder.resolve("data").toString(),
                "--allow-networks",
                "127.0.0.0/8")
            .environment("POSTHOUSE_ADMIN_KEY", Launch.ADMIN_KEY)
            .environment("JAVA_TOOL_OPTIONS", flags))
        .start();
  }

  private FaultyReceiver receiver(String address, Behaviour... script) throws IOException {
    return FaultyReceiver.on(listen(address), script);
  }

  private ServerSocket listen(String address) throws IOException {
    try {
      return certificate.sockets().createServerSocket(443, 1024, InetAddress.ofLiteral(address));
    } catch (BindException e) {
      return Assumptions.abort("this user may not listen on port 443 of " + address + ": " + e);
    }
  }

  private static JsonNode apply(Client client, String document, Map<String, String> values)
      throws Exception {
    ObjectNode body = JsonMapper.shared().createObjectNode().put("document", document);
    ObjectNode given = body.putObject("values");
    values.forEach(given::put);
    Client.Reply reply = client.put("/v1/config", body.toString());
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json();
  }

  private static JsonNode publish(Client client, String event) throws Exception {
    Client.Reply reply = client.post("/v1/events", event);
    assertThat(reply.status()).as(reply.text()).isEqualTo(202);
    return reply.json();
  }

  @Test
  void orders_over_100_that_are_no_drafts_arrive_with_the_six_fields() throws Exception {
    try (var posthouse = start();
        var shop =
            receiver(SHOP, Behaviour.ERROR, Behaviour.ERROR, Behaviour.ERROR, Behaviour.OK)) {
      Client client = posthouse.client();
      JsonNode plan =
          apply(client, SeedExamples.orders(), Map.of("ENCRYPTED_API_KEY", "shop-key-1"))
              .get("plan");
      String id = plan.at("/0/id").stringValue();
      JsonNode endpoint = client.get("/v1/endpoints/" + id).json();
      assertThat(endpoint.get("timeout").stringValue()).isEqualTo("30s");

      for (String unwanted :
          List.of(
              ORDER.formatted("sales_order.created", "100", "confirmed"),
              ORDER.formatted("sales_order.created", "500", "draft"),
              ORDER.formatted("sales_order.shipped", "500", "confirmed"),
              "{\"type\":\"payment.received\",\"data\":{\"payment\":{\"amount\":500}}}")) {
        assertThat(publish(client, unwanted).get("deliveries").intValue()).isZero();
      }
      publish(client, ORDER.formatted("sales_order.created", "120.50", "confirmed"));
      List<Received> tries = shop.await(3, THREE_ATTEMPTS);
      assertThreeAttempts(client, tries);
      assertArrivedAsPrinted(tries, plan.at("/0/signingSecret").stringValue());

      publish(client, ORDER.formatted("sales_order.updated", "100.01", "confirmed"));
      publish(client, ORDER.formatted("sales_order.cancelled", "1e3", "cancelled"));
      client.await(
          "/v1/deliveries?state=delivered", reply -> reply.json().path("items").size() == 2, SOON);
      assertThat(shop.received().stream().skip(3).map(SeedExamplesContract::text))
          .anyMatch(body -> body.contains("\"total_amount\":100.01,"))
          .anyMatch(body -> body.contains("\"total_amount\":1e3,"))
          .hasSize(2);
      assertThat(posthouse.log() + posthouse.out()).doesNotContain("shop-key-1");
    }
  }

  private static void assertThreeAttempts(Client client, List<Received> tries) throws Exception {
    JsonNode failed =
        client
            .await(
                "/v1/deliveries?state=failed",
                reply -> reply.json().path("items").size() == 1,
                SOON)
            .json()
            .at("/items/0");
    assertThat(failed.get("attempts").intValue()).isEqualTo(3);
    assertThat(tries).hasSize(3);
    assertThat(Duration.ofNanos(tries.get(1).nanos() - tries.get(0).nanos()))
        .isBetween(Duration.ofSeconds(5), Duration.ofSeconds(9));
    assertThat(Duration.ofNanos(tries.get(2).nanos() - tries.get(1).nanos()))
        .isBetween(Duration.ofSeconds(10), Duration.ofSeconds(19));
  }

  private static void assertArrivedAsPrinted(List<Received> tries, String secret) throws Exception {
    for (Received request : tries) {
      assertThat(request.method()).isEqualTo("POST");
      assertThat(request.path()).isEqualTo("/webhooks/bigledger");
      assertThat(request.header("X-API-Key")).containsExactly("shop-key-1");
      assertThat(text(request))
          .isEqualTo(
              """
              {"order_id":"SO-1001","customer_id":"C-88","total_amount":120.50,\
              "status":"confirmed","items":[{"sku":"A-1","quantity":2}],\
              "timestamp":"2026-11-21T08:00:00Z"}\
              """);
      new Webhook(secret).verify(text(request), headers(request));
    }
  }

  private static Map<String, List<String>> headers(Received request) {
    var headers = new HashMap<String, List<String>>();
    request
        .headers()
        .forEach(h -> headers.put(h.name().toLowerCase(Locale.ROOT), List.of(h.value())));
    return headers;
  }

  @Test
  void customers_arrive_with_the_token_and_only_at_allowed_addresses() throws Exception {
    try (var posthouse = start();
        var crm = receiver(CRM, Behaviour.OK)) {
      Client client = posthouse.client();
      String customer =
          """
          {"type":"customer.%s","data":{"customer":{"id":"C-88","name":"王小明","email":"a@b.example",\
          "phone":"+60 3 1234","address":{"city":"Kuala Lumpur"},"created_date":"2026-11-21"}}}\
          """;
      var allowed =
          Map.of("OAUTH_TOKEN", "crm-token-1", "CRM_SERVER_IPS", "198.51.100.0/24 " + CRM);
      apply(client, SeedExamples.customers(), allowed);

      publish(client, customer.formatted("created"));
      Received first = crm.await(1, SOON).getFirst();
      assertThat(first.header("Authorization")).containsExactly("Bearer crm-token-1");
      assertThat(text(first))
          .isEqualTo(
              """
              {"customer_id":"C-88","name":"王小明","email":"a@b.example","phone":"+60 3 1234",\
              "address":{"city":"Kuala Lumpur"},"created_date":"2026-11-21"}\
              """);

      var elsewhere = Map.of("OAUTH_TOKEN", "crm-token-1", "CRM_SERVER_IPS", "198.51.100.0/24");
      JsonNode plan = apply(client, SeedExamples.customers(), elsewhere).get("plan");
      assertThat(plan.at("/0/changes").toString()).isEqualTo("[\"allowedIps\"]");
      String event = publish(client, customer.formatted("deleted")).get("id").stringValue();
      String delivery =
          client
              .await(
                  "/v1/events/" + event + "/deliveries",
                  reply -> reply.json().at("/items/0/state").asString("").equals("retrying"),
                  SOON)
              .json()
              .at("/items/0/id")
              .stringValue();
      assertThat(client.get("/v1/deliveries/" + delivery).text())
          .contains("unsent", CRM + " is not in the endpoint's allowedIps");
      assertThat(crm.received()).hasSize(1);
      assertThat(posthouse.log() + posthouse.out()).doesNotContain("crm-token-1");
    }
  }

  private static String text(Received request) {
    return new String(request.body(), StandardCharsets.UTF_8);
  }
}
