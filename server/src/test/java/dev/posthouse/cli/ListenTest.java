package dev.posthouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.posthouse.webhooks.Request;
import dev.posthouse.webhooks.StandardScheme;
import dev.posthouse.webhooks.Verification;
import dev.posthouse.webhooks.Verifier;
import dev.posthouse.webhooks.provider.Providers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenTest {
  private static final Instant NOW = Instant.parse("2026-11-22T06:00:00Z");
  private static final String SECRET = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";

  private static final String STREAM =
      """
      : here
      id: 7

      event: event
      data: {"id":"evt_1","type":"%s","source":"so_1"}

      event: attempt
      data: {"id":"att_1"}

      : here
      id: 8

      """;

  private static final String PLAIN =
      """
      {"id":"evt_1","type":"order.created","source":"erp","subject":"order/7","accepted":"2026-11-22T06:00:00Z",
       "contentType":"application/json","data":{"total": 1.50 ,"a":"茶"}}
      """;

  private static final String SHOPIFY =
      """
      {"id":"evt_1","type":"shopify.orders.updated","source":"so_1","subject":"orders/7","accepted":"2026-11-22T06:00:00Z",
       "contentType":"application/json","data":{"id":7},
       "headers":{"x-shopify-topic":"orders/updated","x-shopify-shop-domain":"tea.myshopify.com",
        "x-shopify-hmac-sha256":"b2xk","cookie":"***","host":"hooks.example.com"}}
      """;

  private final List<Request> received = new CopyOnWriteArrayList<>();
  private final TinyServer posthouse = new TinyServer();
  private HttpServer program;
  private int status = 200;

  @BeforeEach
  void start() throws IOException {
    program = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    program.createContext(
        "/",
        exchange -> {
          try (exchange) {
            received.add(
                new Request(
                    exchange.getRequestMethod(),
                    forward(),
                    exchange.getRequestHeaders(),
                    exchange.getRequestBody().readAllBytes()));
            exchange.sendResponseHeaders(status, -1);
          }
        });
    program.start();
  }

  @AfterEach
  void stop() {
    program.stop(0);
    posthouse.close();
  }

  private String forward() {
    return "http://127.0.0.1:" + program.getAddress().getPort() + "/hooks";
  }

  private Caller caller(String typed) {
    return Caller.of(posthouse, Path.of("")).at(NOW).typing(typed);
  }

  private void tells(String type, String event) {
    posthouse.reply(200, STREAM.formatted(type)).reply(200, event);
  }

  @Test
  void an_event_is_shown_and_sent_as_standard_webhooks() {
    tells("order.created", PLAIN);

    var called =
        caller("q\n")
            .call("listen", "--forward", forward(), "--secret", SECRET, "--type", "order.*");

    assertThat(called.err()).isEmpty();
    assertThat(called.out())
        .contains("2026-11-22T06:00:00Z  order.created  order/7  evt_1\n  200 after 0 ms\n");
    assertThat(posthouse.asked.getFirst().line()).isEqualTo("GET /v1/stream?for=1s");
    assertThat(received)
        .singleElement()
        .satisfies(request -> {
          assertThat(new String(request.body(), StandardCharsets.UTF_8))
              .isEqualTo("{\"total\": 1.50 ,\"a\":\"茶\"}");
          assertThat(request.header("webhook-id")).contains("evt_1");
          assertVerified(StandardScheme.STANDARD.verifier(List.of(SECRET)), request);
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | {\"status\":200,\"milliseconds\":0,\"body\":\"\"}",
        "0   | {\"error\":\"%s does not answer (null). Is your receiver running there?\"}",
      })
  void programs_get_a_line_of_json_and_nothing_else(int answer, String forwarded) {
    tells("order.created", PLAIN);
    if (answer == 0) {
      program.stop(0);
    }

    var called =
        Caller.of(posthouse, Path.of(""))
            .at(NOW)
            .input("q\n")
            .call("listen", "--forward", forward(), "--json");

    assertThat(called.out())
        .isEqualTo(
            PLAIN
                    .strip()
                    .replaceAll("\\s*\n\\s*", "")
                    .replace(": 1.50 ,", ":1.50,")
                    .replaceFirst("}$", "")
                + ",\"forwarded\":"
                + forwarded.formatted(forward())
                + "}\n");
    assertThat(called.err()).contains("Listening, and sending to", "Signed with whsec_");
  }

  @Test
  void an_event_of_a_provider_keeps_its_headers_and_is_signed_as_the_provider_signs() {
    tells("shopify.orders.updated", SHOPIFY);

    caller("q\n").call("listen", "--forward", forward(), "--secret", "hush");

    assertThat(received)
        .singleElement()
        .satisfies(request -> {
          assertThat(request.header("x-shopify-topic")).contains("orders/updated");
          assertThat(request.header("cookie")).isEmpty();
          assertThat(request.values("x-shopify-hmac-sha256")).hasSize(1);
          assertVerified(
              Providers.named("shopify").orElseThrow().scheme().verifier(List.of("hush")), request);
        });
  }

  @Test
  void without_a_secret_one_is_made_and_told() {
    tells("order.created", PLAIN);

    var called = caller("q\n").call("listen", "--forward", forward());

    Matcher told = Pattern.compile("whsec_\\S+(?=:)").matcher(called.out());
    assertThat(told.find()).isTrue();
    assertVerified(StandardScheme.STANDARD.verifier(List.of(told.group())), received.getFirst());
  }

  @Test
  void what_is_typed_sends_again_opens_and_chooses() {
    status = 500;
    tells("order.created", PLAIN);

    var called =
        caller("r\no\nx\nf other.*\nq\n")
            .call("listen", "--forward", forward(), "--secret", SECRET);

    assertThat(received).hasSize(2);
    assertThat(called.out())
        .contains("  500 after 0 ms", "\"total\": 1.50", "Type, and Enter", "From now on: other.*");
  }

  @Test
  void an_event_that_is_told_twice_is_sent_once_and_reading_goes_on_where_it_was() {
    tells("order.created", PLAIN);
    posthouse.reply(200, STREAM.formatted("order.created"));
    posthouse.reply(401, "{}");

    var called = caller("").call("listen", "--forward", forward(), "--secret", SECRET);

    assertThat(called.code()).isEqualTo(1);
    assertThat(received).hasSize(1);
    assertThat(posthouse.asked.get(2).line()).isEqualTo("GET /v1/stream?for=1s&lastEventId=8");
  }

  @ParameterizedTest
  @CsvSource({
    "order.created, true",
    "order.*, true",
    "*.created, true",
    "*, true",
    "order, false",
    "*.updated, false",
    "order.created.*, false",
  })
  void types_are_chosen_as_in_subscriptions(String type, boolean chosen) {
    tells("order.created", PLAIN);

    caller("q\n").call("listen", "--forward", forward(), "--secret", SECRET, "--type", type);

    assertThat(received).hasSize(chosen ? 1 : 0);
  }

  @Test
  void where_the_stream_has_a_gap_the_list_has_what_is_missing() {
    posthouse.reply(200, ": here\nid: AQ\n\n");
    posthouse.reply(200, "event: gap\ndata: {}\n\n: here\nid: 8\n\n");
    posthouse.reply(200, "{\"items\":[" + PLAIN + "],\"next\":null}");
    posthouse.reply(200, PLAIN);
    posthouse.reply(401, "{}");

    caller("").call("listen", "--forward", forward(), "--secret", SECRET);

    assertThat(received).hasSize(1);
    assertThat(posthouse.asked.get(2).line()).startsWith("GET /v1/events?limit=100&since=20");
  }

  @Test
  void only_events_of_a_source_may_be_asked_for() {
    posthouse.reply(200, STREAM.formatted("order.created"));

    caller("q\n").call("listen", "--forward", forward(), "--secret", SECRET, "--source", "so_2");

    assertThat(received).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"the shop, 1", "another, 0"})
  void a_source_may_be_called_by_its_name(String name, int sent) {
    posthouse.reply(
        200,
        "{\"items\":[{\"id\":\"so_1\",\"name\":\"the shop\"},{\"id\":\"so_2\",\"name\":\"another\"}],\"next\":null}");
    tells("order.created", PLAIN);

    caller("q\n").call("listen", "--forward", forward(), "--secret", SECRET, "--source", name);

    assertThat(posthouse.asked.getFirst().line()).startsWith("GET /v1/sources?limit=500");
    assertThat(received).hasSize(sent);
  }

  @Test
  void nobody_there_is_told_and_listening_goes_on() {
    tells("order.created", PLAIN);
    program.stop(0);

    var called = caller("q\n").call("listen", "--forward", forward(), "--secret", SECRET);

    assertThat(called.code()).isZero();
    assertThat(called.out()).contains("does not answer");
  }

  @Test
  void an_address_that_is_none_is_told() {
    assertThat(caller("q\n").call("listen", "--forward", "localhost").err())
        .contains("localhost is no address");
  }

  private static void assertVerified(Verifier verifier, Request request) {
    assertThat(verifier.verify(request, NOW)).isInstanceOf(Verification.Verified.class);
  }
}
