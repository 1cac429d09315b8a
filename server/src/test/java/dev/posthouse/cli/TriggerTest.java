package dev.posthouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.posthouse.webhooks.Request;
import dev.posthouse.webhooks.provider.Providers;
import dev.posthouse.webhooks.receive.Received;
import dev.posthouse.webhooks.receive.WebhookReceiver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// A receiver that is being developed is the library's own.
class TriggerTest {
  private static final String ADDRESS = "https://shop.example/webhooks";

  private final List<String> seen = new CopyOnWriteArrayList<>();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String receiver(String provider, String secret) {
    WebhookReceiver<?> receiver =
        WebhookReceiver.of(Providers.named(provider).orElseThrow(), List.of(secret))
            .on(
                "*",
                event ->
                    seen.add(
                        event.type() + " " + new String(event.data(), StandardCharsets.UTF_8)));
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            String query = Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), "");
            var request =
                new Request(
                    exchange.getRequestMethod(),
                    Request.url(ADDRESS, query),
                    exchange.getRequestHeaders(),
                    exchange.getRequestBody().readAllBytes());
            Received received = receiver.receive(request, Instant.now());
            byte[] body = received.answer().bytes();
            exchange.sendResponseHeaders(
                received.answer().status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
          }
        });
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/webhooks";
  }

  private static Caller caller() {
    return new Caller(Path.of(""));
  }

  @ParameterizedTest
  @CsvSource({
    "shopify.orders.updated, hush",
    "hubspot.contact.creation, hush",
    "mailchimp.subscribe, hush",
    "salesforce.Opportunity, 00D50000000IZ3ZEAW",
    "standard.invoice.paid, whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX",
    "pipedrive.change.deal, anna:secret",
  })
  void a_receiver_believes_it(String type, String secret) {
    String url = receiver(type.substring(0, type.indexOf('.')), secret);

    var called =
        caller().call("trigger", type, "--url", url, "--secret", secret, "--address", ADDRESS);

    assertThat(called.err()).isEmpty();
    assertThat(called.out()).startsWith(type + ": 200 after ");
    assertThat(called.code()).isZero();
    assertThat(seen).hasSize(1);
  }

  @Test
  void values_of_the_body_may_be_set() {
    String url = receiver("shopify", "hush");

    var called =
        caller()
            .set("POSTHOUSE_TRIGGER_SECRET", "hush")
            .call(
                "trigger",
                "shopify.orders.updated",
                "--url",
                url,
                "--set",
                "note=Ring",
                "--set",
                "line_items.0.price=\"1.00\"");

    assertThat(called.code()).isZero();
    assertThat(seen).singleElement().asString().contains("\"note\":\"Ring\"", "\"price\":\"1.00\"");
  }

  @Test
  void a_receiver_that_refuses_is_told_with_what_it_says() {
    String url = receiver("shopify", "another");

    var called = caller().call("trigger", "shopify.orders.updated", "--url", url);

    assertThat(called.code()).isEqualTo(1);
    assertThat(called.out())
        .contains("shopify.orders.updated: 401 after", "The signature is not right");
    assertThat(called.err()).contains("Signed with the test secret posthouse-test-secret.");
  }

  @Test
  void programs_get_json() {
    String url = receiver("shopify", "hush");

    var called =
        caller().call("trigger", "shopify.orders.create", "--json", "--url", url, "--secret=hush");

    assertThat(called.out())
        .contains("\"type\" : \"shopify.orders.create\"", "\"status\" : 200", "stored");
  }

  @Test
  void what_would_be_sent_is_shown() {
    var called = caller().call("trigger", "github.push", "--print");

    assertThat(called.out())
        .startsWith("POST http://localhost:3000/\n")
        .contains("x-github-event: push\n", "x-hub-signature-256: sha256=", "Steep longer");
  }

  @Test
  void programs_get_what_would_be_sent_as_json() {
    JsonNode shown =
        JsonText.JSON.readTree(caller().call("trigger", "github.push", "--print", "--json").out());

    assertThat(shown.path("method").asString("")).isEqualTo("POST");
    assertThat(shown.path("url").asString("")).isEqualTo("http://localhost:3000/");
    assertThat(shown.path("headers").path("x-github-event").asString("")).isEqualTo("push");
    assertThat(shown.path("body").asString("")).contains("Steep longer");
  }

  @Test
  void all_are_listed() {
    assertThat(caller().call("trigger").out().lines())
        .contains("shopify.orders.updated", "stripe.payment_intent.succeeded");
  }

  @Test
  void what_makes_no_sense_is_told() {
    assertThat(caller().call("trigger", "stripe.x").err())
        .contains("there is no sample of stripe.x; there are stripe.invoice.paid, stripe.payment");
    assertThat(caller().call("trigger", "github.push", "--set", "x").err())
        .contains("write --set PATH=VALUE");
    assertThat(caller().call("trigger", "github.push", "--url", "x").err())
        .contains("x is no address");
    assertThat(caller().call("trigger", "standard.invoice.paid", "--secret", "x").code())
        .isEqualTo(2);
  }

  @Test
  void nobody_there_is_told() {
    server.stop(0);
    String url = "http://127.0.0.1:" + server.getAddress().getPort();

    var called = caller().call("trigger", "github.push", "--url", url);

    assertThat(called.code()).isEqualTo(1);
    assertThat(called.err()).contains("does not answer").contains("Is your receiver running");
  }
}
