package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.LiveHouse.Ask;
import dev.posthouse.access.Role;
import dev.posthouse.event.TenantId;
import dev.posthouse.testing.Databases;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// The API as its users see it, on the real parts.
@Timeout(60)
abstract class ApiContract {
  private static final String EVENT = "{\"type\":\"order.created\",\"data\":{\"total\": 120.50}}";

  @TempDir Path folder;
  private LiveHouse house;

  abstract Databases.Kind kind();

  @BeforeEach
  void open() throws Exception {
    house = new LiveHouse(kind(), folder);
  }

  @AfterEach
  void close() throws Exception {
    house.close();
  }

  @Test
  void every_route_is_in_the_document_and_the_other_way_round() {
    assertThat(new ApiDocument().addresses())
        .containsExactlyInAnyOrderElementsOf(house.api.addresses());
  }

  @Test
  void operations_answer_as_documented() throws Exception {
    for (String path : List.of("/healthz", "/readyz", "/openapi.yaml")) {
      var ask = Ask.of("GET " + path).key("none");
      new ApiDocument().check(ask.route(), house.response(ask));
    }
    var metrics = Ask.of("GET /metrics");
    new ApiDocument().check(metrics.route(), house.response(metrics));
    house.ask(401, metrics.key("none"));
  }

  @Test
  void an_endpoint_is_created_read_changed_and_deleted() throws Exception {
    JsonNode made = house.ask(201, Ask.of("POST /v1/endpoints").body(endpointForm("erp")));
    String id = made.get("id").stringValue();

    assertThat(made.get("signingSecret").stringValue()).startsWith("whsec_");
    JsonNode read = house.ask(200, Ask.of("GET /v1/endpoints/{id}").id(id));
    assertThat(read.has("signingSecret")).isFalse();
    assertThat(read.get("auth").get("token").stringValue()).isEqualTo("***");
    assertThat(read.get("status").get("backlog").intValue()).isZero();
    JsonNode patched =
        house.ask(200, Ask.of("PATCH /v1/endpoints/{id}").id(id).body("{\"timeout\":\"5s\"}"));
    assertThat(patched.get("timeout").stringValue()).isEqualTo("5s");
    house.ask(200, Ask.of("PUT /v1/endpoints/{id}").id(id).body(read.toString()));
    JsonNode rotated = house.ask(200, Ask.of("POST /v1/endpoints/{id}/rotate-secret").id(id));
    assertThat(rotated.get("signingSecret").stringValue())
        .startsWith("whsec_")
        .isNotEqualTo(made.get("signingSecret").stringValue());
    JsonNode test = house.ask(200, Ask.of("POST /v1/endpoints/{id}/test").id(id));
    assertThat(test.get("success").booleanValue()).isTrue();
    house.ask(204, Ask.of("DELETE /v1/endpoints/{id}").id(id));
    house.ask(404, Ask.of("GET /v1/endpoints/{id}").id(id));
  }

  @Test
  void a_change_that_starts_from_an_old_state_is_refused() throws Exception {
    var created = house.response(Ask.of("POST /v1/endpoints").body(endpointForm("erp")));
    String tag = created.headers().firstValue("ETag").orElseThrow();
    String id = house.ask(200, Ask.of("GET /v1/endpoints")).at("/items/0/id").stringValue();
    var patch = Ask.of("PATCH /v1/endpoints/{id}").id(id).ifMatch(tag);

    house.ask(200, patch.body("{\"concurrency\":2}"));
    JsonNode stale = house.ask(412, patch.body("{\"concurrency\":3}"));

    assertThat(stale.get("code").stringValue()).isEqualTo("stale");
  }

  @Test
  void an_event_is_followed_from_publish_to_attempt() throws Exception {
    subscribed("erp");
    JsonNode published = house.ask(202, Ask.of("POST /v1/events").body(EVENT));
    assertThat(published.get("deliveries").intValue()).isEqualTo(1);
    String event = published.get("id").stringValue();

    assertThat(house.response(Ask.of("GET /v1/events/{id}").id(event)).body())
        .contains("\"data\":{\"total\": 120.50}");
    house.ask(200, Ask.of("GET /v1/events/{id}").id(event));
    JsonNode line = house.ask(200, Ask.of("GET /v1/events")).at("/items/0");
    assertThat(line.get("id").stringValue()).isEqualTo(event);
    assertThat(line.get("matched").booleanValue()).isTrue();
    JsonNode delivery = finished(event);
    assertThat(delivery.get("state").stringValue()).isEqualTo("delivered");
    JsonNode attempt = delivery.at("/attemptList/0");
    assertThat(attempt.at("/response/status").intValue()).isEqualTo(200);
    assertThat(attempt.at("/response/body").stringValue()).isEqualTo("thanks");
    assertThat(attempt.at("/timings/total").doubleValue()).isEqualTo(3.0);
    assertThat(attempt.at("/request/headers").toString())
        .contains("webhook-signature")
        .doesNotContain("secret-token");
  }

  @Test
  void what_a_payload_lacks_is_shown_and_one_that_cannot_be_made_fails() throws Exception {
    String endpoint = subscribed("erp");
    String form =
        "{\"name\":\"%s\",\"endpoint\":\""
            + endpoint
            + "\",\"types\":[\"*\"],\"payload\":{\"a\":\"{{ %s }}\"}}";
    house.ask(201, Ask.of("POST /v1/subscriptions").body(form.formatted("lacks", "gone.far")));
    house.ask(201, Ask.of("POST /v1/subscriptions").body(form.formatted("fails", "gone + 1")));
    String event = publish();

    JsonNode lacks = finished(event, 1);
    assertThat(lacks.get("state").stringValue()).isEqualTo("delivered");
    assertThat(lacks.at("/attemptList/0/missing/0").stringValue()).isEqualTo("gone.far");
    JsonNode fails = finished(event, 2);
    assertThat(fails.get("state").stringValue()).isEqualTo("failed");
    assertThat(fails.get("reason").stringValue()).isEqualTo("template");
    assertThat(fails.at("/attemptList/0/detail").stringValue())
        .isEqualTo("template: `gone + 1` could not be evaluated: `gone` is missing");
  }

  @Test
  void a_finished_delivery_is_retried_and_an_event_replayed() throws Exception {
    house.answer.set(410);
    String endpoint = subscribed("erp");
    String event = publish();
    JsonNode failed = finished(event);
    assertThat(failed.get("state").stringValue()).isEqualTo("failed");
    assertThat(failed.get("reason").stringValue()).isEqualTo("gone");
    var retry = Ask.of("POST /v1/deliveries/{id}/retry").id(failed.get("id").stringValue());

    house.ask(409, retry);
    house.answer.set(200);
    enable(endpoint);
    house.ask(202, retry);
    until(() -> finished(event).get("state").stringValue().equals("delivered"));
    JsonNode replayed = house.ask(202, Ask.of("POST /v1/events/{id}/replay").id(event));
    assertThat(replayed.get("deliveries").size()).isEqualTo(1);
    until(() -> deliveries("?state=delivered&event=" + event).size() == 2);
    house.ask(
        202,
        Ask.of("POST /v1/endpoints/{id}/retry-failed")
            .id(endpoint)
            .body("{\"since\":\"" + Instant.EPOCH + "\"}"));
  }

  @Test
  void deliveries_of_a_disabled_endpoint_are_held_and_can_be_cancelled() throws Exception {
    String endpoint = subscribed("erp");
    house.ask(200, Ask.of("PATCH /v1/endpoints/{id}").id(endpoint).body("{\"enabled\":false}"));
    publish();

    // The notice of its own end may have reached it before that was in force, or be held, too.
    List<JsonNode> held = deliveries("?state=held&type=order.created&endpoint=" + endpoint);
    assertThat(held).hasSize(1);
    assertThat(deliveries("?state=pending&type=order.created")).isEmpty();
    String id = held.getFirst().get("id").stringValue();
    house.ask(409, Ask.of("POST /v1/deliveries/{id}/retry").id(id));
    var cancelled = house.response(Ask.of("POST /v1/deliveries/{id}/cancel").id(id));
    assertThat(cancelled.statusCode()).isIn(200, 202);
    until(() -> deliveries("?state=cancelled").size() == 1);
    house.ask(409, Ask.of("POST /v1/deliveries/{id}/cancel").id(id));
  }

  @Test
  void lists_go_on_where_the_page_before_ended() throws Exception {
    subscribed("erp");
    var published = new ArrayList<String>();
    for (int i = 0; i < 5; i++) {
      published.addFirst(publish());
    }

    assertThat(pages("GET /v1/events", "")).isEqualTo(published);
    until(() -> deliveries("?state=delivered").size() == 5);
    assertThat(pages("GET /v1/deliveries", "")).hasSize(5).doesNotHaveDuplicates();
    assertThat(pages("GET /v1/deliveries", "&type=order.created")).hasSize(5);
    assertThat(pages("GET /v1/deliveries", "&type=other")).isEmpty();
    assertThat(pages("GET /v1/events", "&unmatched=true")).isEmpty();
    assertThat(pages("GET /v1/events", "&since=2100-01-01T00:00:00Z")).isEmpty();
  }

  @Test
  void an_event_is_found_by_the_id_that_its_publisher_gave() throws Exception {
    String keyed =
        "{\"type\":\"a\",\"id\":\"7\",\"source\":\"erp\",\"subject\":\"order/7\",\"data\":1}";
    String event = house.ask(202, Ask.of("POST /v1/events").body(keyed)).get("id").stringValue();
    publish();

    for (String query :
        List.of("?source=erp&sourceId=7", "?sourceId=7", "?subject=order/7", "?type=a")) {
      JsonNode list = house.ask(200, Ask.of("GET /v1/events").query(query));
      assertThat(list.get("items").size()).as(query).isEqualTo(1);
      assertThat(list.at("/items/0/id").stringValue()).isEqualTo(event);
    }
    JsonNode again = house.ask(200, Ask.of("POST /v1/events").body(keyed));
    assertThat(again.get("id").stringValue()).isEqualTo(event);
    house.ask(409, Ask.of("POST /v1/events").body(keyed.replace(":1}", ":2}")));
  }

  @Test
  void what_belongs_to_another_tenant_is_not_there() throws Exception {
    String endpoint = subscribed("erp");
    String event = publish();
    String delivery = finished(event).get("id").stringValue();
    house.ask(201, Ask.of("POST /v1/tenants").body("{\"name\":\"east\"}"));
    String tenant = house.ask(200, Ask.of("GET /v1/tenants")).at("/items/0/id").stringValue();
    var other = house.key(TenantId.parse(tenant), EnumSet.allOf(Role.class));
    String key = other.secret().reveal();

    house.ask(404, Ask.of("GET /v1/endpoints/{id}").id(endpoint).key(key));
    house.ask(404, Ask.of("DELETE /v1/endpoints/{id}").id(endpoint).key(key));
    house.ask(404, Ask.of("GET /v1/events/{id}").id(event).key(key));
    house.ask(404, Ask.of("POST /v1/events/{id}/replay").id(event).key(key));
    house.ask(404, Ask.of("GET /v1/deliveries/{id}").id(delivery).key(key));
    house.ask(404, Ask.of("POST /v1/deliveries/{id}/retry").id(delivery).key(key));
    assertThat(house.ask(200, Ask.of("GET /v1/events").key(key)).get("items").size()).isZero();
    house.ask(403, Ask.of("GET /v1/tenants").key(key));
    house.ask(204, Ask.of("DELETE /v1/tenants/{id}").id(tenant));
    house.ask(401, Ask.of("GET /v1/events").key(key));
  }

  @Test
  void revisions_say_who_changed_what() throws Exception {
    String endpoint = subscribed("erp");
    house.ask(204, Ask.of("DELETE /v1/endpoints/{id}").id(endpoint).query("?cascade=true"));

    JsonNode items = house.ask(200, Ask.of("GET /v1/revisions")).get("items");
    assertThat(items.size()).isEqualTo(5);
    assertThat(items.at("/4/who").stringValue()).isEqualTo("posthouse");
    assertThat(items.at("/3/who").stringValue()).isEqualTo("admin");
    assertThat(items.at("/3/from").stringValue()).isEqualTo("127.0.0.1");
    assertThat(items.at("/3/secretShown").stringValue()).isEqualTo("signingSecret");
    assertThat(items.at("/0/before/name").stringValue()).isEqualTo("erp");
    assertThat(items.at("/0/action").stringValue()).isEqualTo("deleted");
    assertThat(items.at("/0/after").isNull()).isTrue();
    assertThat(items.at("/3/after/name").stringValue()).isEqualTo("erp");
    assertThat(items.toString()).doesNotContain("secret-token");
  }

  @Test
  void wrong_documents_name_every_flaw() throws Exception {
    JsonNode wrong =
        house.ask(422, Ask.of("POST /v1/endpoints").body("{\"name\":\"x\",\"ulr\":\"y\"}"));
    assertThat(wrong.get("errors").toString()).contains("/ulr", "did you mean", "/url");
    house.ask(400, Ask.of("POST /v1/endpoints").body("{\"name\":\"x\",\n\"name\":\"y\"}"));
    house.ask(422, Ask.of("GET /v1/deliveries").query("?stat=held"));
    house.ask(422, Ask.of("GET /v1/deliveries").query("?state=lost"));
    house.ask(422, Ask.of("GET /v1/events").query("?cursor=xyz"));
    house.ask(422, Ask.of("GET /v1/events").query("?limit=0"));
    house.ask(200, Ask.of("GET /v1/events").query("?limit=500"));
    JsonNode over = house.ask(422, Ask.of("GET /v1/events").query("?limit=501"));
    assertThat(over.get("errors").toString()).contains("from 1 to 500");
    house.ask(404, Ask.of("GET /v1/events/{id}").id("evt_nonsense"));
    String endpoint =
        house
            .ask(201, Ask.of("POST /v1/endpoints").body(endpointForm("a")))
            .get("id")
            .stringValue();
    house.ask(409, Ask.of("POST /v1/endpoints").body(endpointForm("a")));
    house.ask(
        422,
        Ask.of("POST /v1/subscriptions")
            .body(
                "{\"name\":\"s\",\"endpoint\":\""
                    + endpoint
                    + "\",\"types\":[\"a b\"],\"filter\":\"x >\"}"));
  }

  @Test
  void a_webhooks_document_is_planned_applied_and_exported() throws Exception {
    String document =
        """
        {"document":"webhooks: [{name: erp, url: 'https://a.example/', events: [order.*],
          auth: {type: bearer, token: '[TOKEN]'}}]","values":{"TOKEN":"secret-token"}}
        """
            .replace("\n", " ");
    var apply = Ask.of("PUT /v1/config").body(document);

    JsonNode plan = house.ask(200, apply.query("?dryRun=true"));
    assertThat(plan.at("/plan/0/action").stringValue()).isEqualTo("create");
    String agreed = "?revision=" + plan.get("revision").longValue();
    JsonNode applied = house.ask(200, apply.query(agreed));
    assertThat(house.ask(409, apply.query(agreed)).get("code").stringValue())
        .isEqualTo("stale_plan");
    house.ask(422, apply.query("?revision=new"));
    JsonNode without = house.ask(422, apply.body(document.replace("\"TOKEN\"", "\"OTHER\"")));
    assertThat(without.get("missing").toString()).isEqualTo("[\"TOKEN\"]");
    house.ask(422, apply.body("{}").query("?prune=true"));
    assertThat(applied.at("/plan/0/signingSecret").stringValue()).startsWith("whsec_");
    assertThat(house.ask(200, apply).at("/plan/1/action").stringValue()).isEqualTo("unchanged");
    String exported = house.response(Ask.of("GET /v1/config").query("?language=zh-CN")).body();
    assertThat(exported).contains("Webhook 列表:", "令牌: \"[ERP_TOKEN]\"");
    assertThat(exported).doesNotContain("secret-token");
    house.ask(422, Ask.of("GET /v1/config").query("?language=fr"));
    JsonNode wrong = house.ask(422, apply.body(document.replace("order.*", "order.*, a b")));
    assertThat(wrong.get("code").stringValue()).isEqualTo("invalid_document");
    assertThat(wrong.at("/errors/0/line").intValue()).isEqualTo(1);
    house.ask(400, apply.body("{"));
    house.ask(413, apply.body(" ".repeat((2 << 20) + 1)));
    house.ask(200, apply.body("[]").query("?prune=true"));
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void until(Condition condition) throws Exception {
    while (!condition.holds()) {
      Thread.onSpinWait();
    }
  }

  private static String endpointForm(String name) {
    return "{\"name\":\""
        + name
        + "\",\"url\":\"https://receiver.example/hook\","
        + "\"auth\":{\"type\":\"bearer\",\"token\":\"secret-token\"}}";
  }

  /// The id of an endpoint that gets everything.
  private String subscribed(String name) throws Exception {
    String endpoint =
        house
            .ask(201, Ask.of("POST /v1/endpoints").body(endpointForm(name)))
            .get("id")
            .stringValue();
    JsonNode subscription =
        house.ask(
            201,
            Ask.of("POST /v1/subscriptions")
                .body("{\"name\":\"all\",\"endpoint\":\"" + endpoint + "\",\"types\":[\"*\"]}"));
    String id = subscription.get("id").stringValue();
    house.ask(200, Ask.of("GET /v1/subscriptions/{id}").id(id));
    house.ask(200, Ask.of("GET /v1/subscriptions").query("?endpoint=" + endpoint));
    return endpoint;
  }

  private void enable(String endpoint) throws Exception {
    house.ask(200, Ask.of("PATCH /v1/endpoints/{id}").id(endpoint).body("{\"enabled\":true}"));
  }

  private String publish() throws Exception {
    return house.ask(202, Ask.of("POST /v1/events").body(EVENT)).get("id").stringValue();
  }

  /// The event's first delivery with its attempts, once it is final.
  private JsonNode finished(String event) throws Exception {
    return finished(event, 0);
  }

  private JsonNode finished(String event, int number) throws Exception {
    var list = Ask.of("GET /v1/events/{id}/deliveries").id(event);
    until(() ->
        house.ask(200, list).get("items").valueStream().noneMatch(i -> i.get("finished").isNull()));
    JsonNode items = house.ask(200, list).get("items");
    String id = items.get(items.size() - 1 - number).get("id").stringValue();
    return house.ask(200, Ask.of("GET /v1/deliveries/{id}").id(id));
  }

  private List<JsonNode> deliveries(String query) throws Exception {
    var items = new ArrayList<JsonNode>();
    house.ask(200, Ask.of("GET /v1/deliveries").query(query)).get("items").forEach(items::add);
    return items;
  }

  /// All ids of a list, read two by two.
  private List<String> pages(String route, String filter) throws Exception {
    var ids = new ArrayList<String>();
    String cursor = "";
    do {
      JsonNode page = house.ask(200, Ask.of(route).query("?limit=2" + filter + cursor));
      page.get("items").forEach(item -> ids.add(item.get("id").stringValue()));
      cursor = page.get("next").isNull() ? "" : "&cursor=" + page.get("next").stringValue();
    } while (!cursor.isEmpty());
    return ids;
  }
}
