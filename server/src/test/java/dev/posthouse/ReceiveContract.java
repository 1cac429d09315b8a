package dev.posthouse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.LiveHouse.Ask;
import dev.posthouse.testing.Databases;
import dev.posthouse.webhooks.Request;
import dev.posthouse.webhooks.provider.Providers;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Other people's webhooks, as they come in over HTTP. Each test has a source of its own.
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ReceiveContract {
  private static final String SECRET = "hush";
  private static final String ORDER =
      "{\"id\":820982911946154508,\"updated_at\":\"2026-03-01T10:00:00Z\",\"note\":null}";

  @TempDir static Path folder;
  LiveHouse house;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private int made;

  abstract Databases.Kind kind();

  @BeforeAll
  void open() throws Exception {
    house = new LiveHouse(kind(), folder);
  }

  @AfterAll
  void close() {
    client.close();
    house.close();
  }

  /// A source of a shop, with what else is said of it.
  private JsonNode source(String more) throws Exception {
    String form =
        "{\"name\":\"source %d\",\"provider\":\"shopify\",\"secrets\":[\"%s\"]%s}"
            .formatted(++made, SECRET, more);
    return house.ask(201, Ask.of("POST /v1/sources").body(form));
  }

  private static String text(JsonNode node, String pointer) {
    return node.at(pointer).asString("");
  }

  private Map<String, String> shopify(String topic, String id, String body, String secret) {
    var request = Request.post(Map.of(), body.getBytes(UTF_8));
    var scheme = Providers.named("shopify").orElseThrow().scheme();
    Map<String, String> headers = new HashMap<>(scheme.sign(request, secret, "", Instant.EPOCH));
    headers.put("Content-Type", "application/json");
    headers.put("X-Shopify-Topic", topic);
    headers.put("X-Shopify-Shop-Domain", "acme.myshopify.com");
    headers.put("X-Shopify-Webhook-Id", id);
    headers.put("X-Shopify-Triggered-At", "2026-03-01T10:00:01.5Z");
    headers.put("X-Shop-Token", "a secret of the way");
    return headers;
  }

  private HttpResponse<String> send(String address, Map<String, String> headers, String body)
      throws Exception {
    return send("POST", address, headers, body.getBytes(UTF_8));
  }

  private HttpResponse<String> send(
      String method, String address, Map<String, String> headers, byte[] body) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(house.url() + address));
    headers.forEach(request::header);
    return client.send(
        request.method(method, BodyPublishers.ofByteArray(body)).build(), BodyHandlers.ofString());
  }

  private List<JsonNode> events(JsonNode source) throws Exception {
    return house
        .ask(200, Ask.of("GET /v1/events"))
        .at("/items")
        .valueStream()
        .filter(event -> text(event, "/source").equals(text(source, "/id")))
        .toList();
  }

  private JsonNode refused(JsonNode source) throws Exception {
    return house.ask(200, Ask.of("GET /v1/sources/{id}/refused").id(text(source, "/id")));
  }

  @Test
  void what_a_shop_signs_is_stored_routed_and_answered_200() throws Exception {
    JsonNode source = source("");
    String endpoint =
        text(
            house.ask(
                201,
                Ask.of("POST /v1/endpoints")
                    .body("{\"name\":\"erp\",\"url\":\"https://erp.example/hooks\"}")),
            "/id");
    house.ask(
        201,
        Ask.of("POST /v1/subscriptions")
            .body(
                "{\"name\":\"orders\",\"endpoint\":\"%s\",\"types\":[\"shopify.orders.*\"],\"filter\":\"event.headers['x-shopify-shop-domain'] == 'acme.myshopify.com'\"}"
                    .formatted(endpoint)));

    var answer =
        send(text(source, "/address"), shopify("orders/updated", "w-1", ORDER, SECRET), ORDER);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{\"stored\":1,\"duplicates\":0}");
    JsonNode event = events(source).getFirst();
    assertThat(text(event, "/type")).isEqualTo("shopify.orders.updated");
    assertThat(text(event, "/subject")).isEqualTo("orders/820982911946154508");
    assertThat(text(event, "/sourceId")).isEqualTo("w-1");
    assertThat(text(event, "/time")).isEqualTo("2026-03-01T10:00:01.500Z");
    assertThat(event.path("matched").booleanValue()).isTrue();
    JsonNode whole = house.ask(200, Ask.of("GET /v1/events/{id}").id(text(event, "/id")));
    assertThat(text(whole, "/extensions/shop")).isEqualTo("acme.myshopify.com");
    assertThat(text(whole, "/headers/x-shopify-topic")).isEqualTo("orders/updated");
    assertThat(text(whole, "/headers/x-shop-token")).isEqualTo("***");
    assertThat(whole.path("data").toString()).isEqualTo(ORDER);
  }

  @Test
  void the_same_again_is_a_duplicate_and_so_is_the_same_with_other_content() throws Exception {
    JsonNode source = source("");
    String address = text(source, "/address");
    send(address, shopify("orders/updated", "w-2", ORDER, SECRET), ORDER);

    var again = send(address, shopify("orders/updated", "w-2", ORDER, SECRET), ORDER);
    var other = send(address, shopify("orders/updated", "w-2", "{\"id\":1}", SECRET), "{\"id\":1}");

    assertThat(again.statusCode()).isEqualTo(200);
    assertThat(again.body()).isEqualTo("{\"stored\":0,\"duplicates\":1}");
    assertThat(other.statusCode()).isEqualTo(200);
    assertThat(events(source)).hasSize(1);
    JsonNode status = read(source).at("/status");
    assertThat(status.path("duplicates").intValue()).isEqualTo(2);
    assertThat(status.path("differing").intValue()).isEqualTo(1);
    assertThat(text(status, "/lastEvent")).isNotEmpty();
  }

  private JsonNode read(JsonNode source) throws Exception {
    return house.ask(200, Ask.of("GET /v1/sources/{id}").id(text(source, "/id")));
  }

  @Test
  void two_topics_of_one_action_are_two_events_also_by_the_event_id() throws Exception {
    JsonNode source = source(",\"dedupe\":\"eventId\"");
    String address = text(source, "/address");
    for (String topic : List.of("orders/updated", "orders/cancelled", "orders/updated")) {
      var headers = shopify(topic, "w-" + topic.length(), ORDER, SECRET);
      headers.put("X-Shopify-Event-Id", "e-1");
      assertThat(send(address, headers, ORDER).statusCode()).isEqualTo(200);
    }

    assertThat(events(source).stream().map(event -> text(event, "/type")))
        .containsExactly("shopify.orders.cancelled", "shopify.orders.updated");
  }

  @Test
  void what_is_not_signed_rightly_is_401_and_kept_with_its_reason() throws Exception {
    JsonNode source = source("");
    String address = text(source, "/address");
    var unsigned = shopify("orders/updated", "w-3", ORDER, SECRET);
    unsigned.remove("X-Shopify-Hmac-Sha256");

    assertThat(send(address, unsigned, ORDER).statusCode()).isEqualTo(401);
    var wrong = send(address, shopify("orders/updated", "w-3", ORDER, "other"), ORDER);
    var changed = send(address, shopify("orders/updated", "w-3", ORDER, SECRET), ORDER + " ");

    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(changed.statusCode()).isEqualTo(401);
    assertThat(events(source)).isEmpty();
    JsonNode refused = refused(source);
    assertThat(refused.at("/items").valueStream().map(r -> text(r, "/reason")))
        .containsExactly("mismatch", "mismatch", "missing_header");
    assertThat(text(refused, "/items/0/body")).isEqualTo(ORDER + " ");
    assertThat(text(refused, "/items/0/headers/x-shop-token")).isEqualTo("***");
    assertThat(read(source).at("/status/refused/mismatch").intValue()).isEqualTo(2);
  }

  @Test
  void any_of_several_secrets_is_believed_while_one_takes_the_place_of_another() throws Exception {
    JsonNode source = source("");
    String address = text(source, "/address");
    var patch = Ask.of("PATCH /v1/sources/{id}").id(text(source, "/id"));

    JsonNode both = house.ask(200, patch.body("{\"secrets\":[\"***\",\"fresh\"]}"));
    assertThat(both.at("/secrets").toString()).isEqualTo("[\"***\",\"***\"]");
    assertThat(send(address, shopify("a", "1", ORDER, SECRET), ORDER).statusCode()).isEqualTo(200);
    assertThat(send(address, shopify("a", "2", ORDER, "fresh"), ORDER).statusCode()).isEqualTo(200);

    house.ask(200, patch.body("{\"secrets\":[\"***2\"]}"));
    assertThat(send(address, shopify("a", "3", ORDER, SECRET), ORDER).statusCode()).isEqualTo(401);
    assertThat(send(address, shopify("a", "4", ORDER, "fresh"), ORDER).statusCode()).isEqualTo(200);
    house.ask(422, patch.body("{\"secrets\":[\"***2\"]}"));
  }

  @Test
  void a_source_is_known_again_after_a_start() throws Exception {
    JsonNode source = source(",\"allowedIps\":[\"127.0.0.0/8\"],\"silentAfter\":\"1h\"");

    house.app.receiving.sources().load();

    assertThat(read(source)).isEqualTo(source);
    var sent = send(text(source, "/address"), shopify("a", "1", ORDER, SECRET), ORDER);
    assertThat(sent.statusCode()).isEqualTo(200);
  }

  @Test
  void an_address_that_is_changed_or_deleted_is_nobodys() throws Exception {
    JsonNode source = source("");
    String before = text(source, "/address");
    var id = text(source, "/id");

    JsonNode moved = house.ask(200, Ask.of("POST /v1/sources/{id}/rotate-address").id(id));
    String after = text(moved, "/address");

    assertThat(after).isNotEqualTo(before);
    assertThat(send(before, shopify("a", "1", ORDER, SECRET), ORDER).statusCode()).isEqualTo(404);
    assertThat(send(after, shopify("a", "1", ORDER, SECRET), ORDER).statusCode()).isEqualTo(200);
    house.ask(204, Ask.of("DELETE /v1/sources/{id}").id(id));
    assertThat(send(after, shopify("a", "2", ORDER, SECRET), ORDER).statusCode()).isEqualTo(404);
    assertThat(
            house
                .ask(200, Ask.of("GET /v1/revisions").query("?kind=source&resource=" + id))
                .at("/items")
                .valueStream()
                .map(r -> text(r, "/action")))
        .containsExactly("deleted", "address_rotated", "created");
  }

  @Test
  void methods_lengths_addresses_and_switches_are_as_the_source_says() throws Exception {
    JsonNode source = source(",\"maxBytes\":100");
    String address = text(source, "/address");
    var headers = shopify("a", "1", ORDER, SECRET);

    var got = send("GET", address, Map.of(), new byte[0]);
    assertThat(got.statusCode()).isEqualTo(405);
    assertThat(got.headers().firstValue("Allow")).isEqualTo(Optional.of("POST"));
    assertThat(send(address, headers, ORDER + " ".repeat(100)).statusCode()).isEqualTo(413);
    assertThat(send(address, shopify("a", "1", "{", SECRET), "{").statusCode()).isEqualTo(400);
    var patch = Ask.of("PATCH /v1/sources/{id}").id(text(source, "/id"));
    house.ask(200, patch.body("{\"allowedIps\":[\"10.0.0.0/8\"]}"));
    assertThat(send(address, headers, ORDER).statusCode()).isEqualTo(403);
    house.ask(200, patch.body("{\"enabled\":false}"));
    var closed = send(address, headers, ORDER);
    assertThat(closed.statusCode()).isEqualTo(503);
    assertThat(closed.headers().firstValue("Retry-After")).isPresent();
    assertThat(refused(source).at("/items").valueStream().map(r -> text(r, "/reason")))
        .containsExactly("disabled", "address", "unreadable", "too_large", "method");
  }

  @Test
  void an_older_state_is_stored_and_marked_stale_where_the_source_asks_for_it() throws Exception {
    JsonNode source = source(",\"orderGuard\":true");
    for (int minute : List.of(5, 3, 6)) {
      var headers = shopify("orders/updated", "w-" + minute, ORDER, SECRET);
      headers.put("X-Shopify-Triggered-At", "2026-03-01T10:0%d:00Z".formatted(minute));
      assertThat(send(text(source, "/address"), headers, ORDER).statusCode()).isEqualTo(200);
    }

    assertThat(events(source).stream().map(event -> event.path("stale").asBoolean(false)))
        .containsExactly(false, true, false);
  }

  @Test
  void a_provider_that_its_user_describes_has_its_topic_in_the_path() throws Exception {
    String form =
        """
        {"name":"own %d","provider":"myshop","secrets":["%s"],"custom":{
          "scheme":{"type":"hmac","header":"X-Signature","form":"sha256={signature}"},
          "subject":["body:order.id"],"key":["header:X-Id"]},
          "attributes":{"store":"header:X-Store"}}
        """
            .formatted(++made, SECRET);
    JsonNode source = house.ask(201, Ask.of("POST /v1/sources").body(form));
    String body = "{\"order\":{\"id\":7}}";
    var scheme = dev.posthouse.webhooks.HmacScheme.in("X-Signature", "sha256={signature}");
    var headers =
        new HashMap<>(
            scheme.sign(Request.post(Map.of(), body.getBytes(UTF_8)), SECRET, "", Instant.EPOCH));
    headers.put("X-Id", "i-1");
    headers.put("X-Store", "west");

    var sent = send(text(source, "/address") + "/order-line/paid", headers, body);

    assertThat(sent.statusCode()).isEqualTo(200);
    JsonNode event = events(source).getFirst();
    assertThat(text(event, "/type")).isEqualTo("myshop.order-line.paid");
    assertThat(text(event, "/subject")).isEqualTo("7");
    assertThat(text(event, "/sourceId")).isEqualTo("i-1");
    JsonNode whole = house.ask(200, Ask.of("GET /v1/events/{id}").id(text(event, "/id")));
    assertThat(text(whole, "/extensions/store")).isEqualTo("west");
  }

  @Test
  void slips_in_a_form_are_told_with_what_was_meant() throws Exception {
    assertThat(flaws("{\"name\":\"a\",\"provider\":\"shopfy\"}")).contains("\\\"shopify\\\"?");
    assertThat(flaws("{\"name\":\"a\",\"provider\":\"shopify\",\"secret\":[]}"))
        .contains("did you mean \\\"secrets\\\"?");
    assertThat(flaws("{\"name\":\"a\",\"provider\":\"shopify\",\"dedupe\":\"eventid\"}"))
        .contains("webhookId, eventId, body");
    assertThat(flaws("{\"name\":\"a\",\"provider\":\"own\",\"custom\":{}}"))
        .contains("/custom/scheme");
    assertThat(
            flaws(
                "{\"name\":\"a\",\"provider\":\"own\",\"custom\":{\"scheme\":{\"type\":\"hmac\",\"header\":\"X\",\"signed\":\"{signature}\"}}}"))
        .contains("/custom/scheme");
    assertThat(flaws("{\"name\":\"a\",\"provider\":\"standard\",\"secrets\":[\"whsec_?\"]}"))
        .contains("/secrets")
        .doesNotContain("whsec_?");
  }

  private String flaws(String form) throws Exception {
    return house.ask(422, Ask.of("POST /v1/sources").body(form)).at("/errors").toString();
  }

  @Test
  void without_a_secret_nothing_is_believed_and_the_answer_says_so() throws Exception {
    JsonNode source =
        house.ask(
            201,
            Ask.of("POST /v1/sources")
                .body("{\"name\":\"source %d\",\"provider\":\"shopify\"}".formatted(++made)));

    assertThat(source.at("/warnings").toString()).contains("no secret yet");
    var sent = send(text(source, "/address"), shopify("a", "1", ORDER, SECRET), ORDER);
    assertThat(sent.statusCode()).isEqualTo(401);
    assertThat(text(refused(source), "/items/0/reason")).isEqualTo("no_secret");
  }
}
