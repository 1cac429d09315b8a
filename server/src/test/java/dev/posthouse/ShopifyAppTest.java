package dev.posthouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.LiveHouse.Ask;
import dev.posthouse.cli.Caller;
import dev.posthouse.cli.Caller.Called;
import dev.posthouse.shopify.FakeShopify;
import dev.posthouse.shopify.Merchant;
import dev.posthouse.testing.Databases;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// An app of Shopify's from its making to the day its last shop leaves, over HTTP.
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShopifyAppTest {
  private static final String SHOP = "corner.myshopify.com";

  @TempDir static Path folder;
  private final FakeShopify shopify = new FakeShopify(InstantSource.system());
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private LiveHouse house;
  private JsonNode source;
  private JsonNode app;

  @BeforeAll
  void open() throws Exception {
    house = new LiveHouse(Databases.Kind.SQLITE, folder);
    house.inquiries = shopify;
    source = source("shops");
    String form = FakeShopify.app("erp", text(source, "id"));
    app = house.ask(201, Ask.of("POST /v1/shopify-apps").body(form));
  }

  private JsonNode source(String name) throws Exception {
    return house.ask(
        201,
        Ask.of("POST /v1/sources")
            .body(
                "{\"name\":\"%s\",\"provider\":\"shopify\",\"secrets\":[\"%s\"]}"
                    .formatted(name, FakeShopify.SECRET)));
  }

  @AfterAll
  void close() {
    client.close();
    house.close();
  }

  private static String text(JsonNode json, String field) {
    return json.path(field).stringValue();
  }

  private Merchant merchant() {
    return new Merchant(house.url(), shopify, client);
  }

  private JsonNode shop(String domain) throws Exception {
    var list = house.ask(200, Ask.of("GET /v1/shopify-shops").query("?app=" + text(app, "id")));
    return list.path("items")
        .valueStream()
        .filter(shop -> text(shop, "shop").equals(domain))
        .findFirst()
        .orElseThrow();
  }

  private HttpResponse<String> send(String domain, String topic, String id, String body)
      throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(house.url() + text(source, "address")))
            .POST(BodyPublishers.ofString(body));
    shopify.webhook(domain, topic, id, body).forEach(request::header);
    return client.send(request.build(), BodyHandlers.ofString());
  }

  /// The checks run beside the browser.
  private JsonNode checked(String domain) throws Exception {
    var route = Ask.of("POST /v1/shopify-shops/{id}/check").id(text(shop(domain), "id"));
    JsonNode shop = house.ask(200, route);
    while (!shop.has("checkedAt")) {
      shop = house.ask(200, route);
    }
    return shop;
  }

  @Test
  void a_shop_comes_sends_and_goes() throws Exception {
    var done = merchant().install(text(app, "id"), SHOP);
    assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
    assertThat(done.body()).contains("installed in " + SHOP);
    JsonNode shop = checked(SHOP);
    assertThat(shop.path("registered").size()).isEqualTo(2);
    assertThat(shop.path("problem").asString("?")).isEmpty();

    assertThat(send(SHOP, "orders/updated", "w-1", "{\"id\":7}").statusCode()).isEqualTo(200);
    assertThat(send(SHOP, "app/uninstalled", "w-2", "{\"id\":1}").statusCode()).isEqualTo(200);
    assertThat(text(shop(SHOP), "state")).isEqualTo("uninstalled");
    assertThat(call("shopify", "check", text(shop(SHOP), "id")).code()).isEqualTo(1);
    for (String topic : List.of("customers/data_request", "customers/redact", "shop/redact")) {
      assertThat(send(SHOP, topic, topic, "{\"shop_id\":1}").statusCode()).as(topic).isEqualTo(200);
    }
    var revisions =
        house.ask(
            200,
            Ask.of("GET /v1/revisions").query("?kind=shopify_shop&resource=" + text(shop, "id")));
    assertThat(revisions.path("items").valueStream().map(r -> text(r, "action")))
        .containsExactly("uninstalled", "installed");
    assertThat(revisions.toString()).doesNotContain("shpat", "shprt");
  }

  @Test
  void the_events_of_a_shop_are_the_tenants_that_it_is_given_to() throws Exception {
    String domain = "given.myshopify.com";
    house.ask(201, Ask.of("POST /v1/tenants").body("{\"name\":\"given\"}"));
    merchant().install(text(app, "id"), domain);
    var assign = Ask.of("PUT /v1/shopify-shops/{id}/tenant").id(text(shop(domain), "id"));
    house.ask(422, assign.body("{\"tenant\":\"nobody\"}"));
    house.ask(200, assign.body("{\"tenant\":\"given\"}"));

    assertThat(send(domain, "orders/updated", "g-1", "{\"id\":7}").statusCode()).isEqualTo(200);
    assertThat(send(domain, "orders/updated", "g-1", "{\"id\":7}").body())
        .contains("\"duplicates\":1");

    var request =
        HttpRequest.newBuilder(URI.create(house.url() + "/v1/events"))
            .header("Authorization", "Bearer " + LiveHouse.ADMIN)
            .header("Posthouse-Tenant", "given")
            .build();
    assertThat(client.send(request, BodyHandlers.ofString()).body())
        .contains("shopify.orders.updated", "g-1");
  }

  @Test
  void what_a_browser_is_told_names_what_is_wrong() throws Exception {
    String path = "/shopify/" + text(app, "id");
    var wrong =
        Map.of(
            "/install",
            "wrong_shop",
            "/install?shop=evil.example",
            "wrong_shop",
            "/install?shop=" + SHOP + "&shop=" + SHOP,
            "wrong_shop",
            "/install?shop=" + SHOP + "&hmac=00",
            "wrong_hmac",
            "/callback",
            "wrong_shop",
            "/callback?shop=" + SHOP,
            "wrong_hmac");
    for (var each : wrong.entrySet()) {
      var answer = open(path + each.getKey());
      assertThat(answer.statusCode()).as(each.getKey()).isIn(400, 401);
      assertThat(answer.body()).as(each.getKey()).contains(each.getValue());
    }
    assertThat(open("/shopify/sa_0000000000000/install").statusCode()).isEqualTo(404);
    assertThat(open("/shopify/x/callback").statusCode()).isEqualTo(404);
  }

  private HttpResponse<String> open(String path) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(house.url() + path)).build();
    return client.send(request, BodyHandlers.ofString());
  }

  @Test
  void the_command_lists_checks_and_prints_the_toml() throws Exception {
    String domain = "desk.myshopify.com";
    merchant().install(text(app, "id"), domain);
    checked(domain);

    assertThat(call("shopify").out()).contains("erp", text(app, "installUrl"));
    assertThat(call("shopify", "check", domain).out()).contains(domain, "2 topics");
    assertThat(call("shopify", "shops", "erp").out()).contains(domain, "installed");
    assertThat(call("shopify", "toml", "erp").out())
        .contains("[webhooks]", "compliance_topics", text(source, "address"))
        .doesNotContain("topics = [\"orders/updated\"");
    assertThat(call("shopify", "toml", "erp", "--json").out())
        .startsWith("{\n  \"toml\" : \"[webhooks]\\n");
    assertThat(call("shopify", "toml", "nobody").code()).isEqualTo(1);
    assertThat(call("shopify", "toml").code()).isEqualTo(2);
  }

  @Test
  void a_check_beside_the_first_one_does_not_say_that_all_is_there() throws Exception {
    String domain = "silent.myshopify.com";
    var silence = shopify.fallSilent();
    merchant().install(text(app, "id"), domain);
    silence.asked().await();
    Called called = call("shopify", "check", domain);
    silence.over().countDown();
    assertThat(called.out()).contains(domain, "first check").doesNotContain("everything");
    assertThat(called.code()).isEqualTo(1);
  }

  private Called call(String... words) {
    return new Caller(folder)
        .set("POSTHOUSE_URL", house.url())
        .set("POSTHOUSE_KEY", LiveHouse.ADMIN)
        .call(words);
  }

  @Test
  void an_app_is_changed_and_deleted_like_everything_else() throws Exception {
    String taken = FakeShopify.app("another", text(source, "id"));
    var refused = house.ask(422, Ask.of("POST /v1/shopify-apps").body(taken));
    assertThat(refused.at("/errors/0/pointer").asString("")).isEqualTo("/source");
    String form = FakeShopify.app("another", text(source("others"), "id"));
    JsonNode made = house.ask(201, Ask.of("POST /v1/shopify-apps").body(form));
    var one = Ask.of("GET /v1/shopify-apps/{id}").id(text(made, "id"));
    assertThat(made.path("clientSecrets").toString()).isEqualTo("[\"***\"]");
    house.ask(422, Ask.of("POST /v1/shopify-apps").body(form));

    var patch = Ask.of("PATCH /v1/shopify-apps/{id}").id(text(made, "id"));
    JsonNode patched =
        house.ask(
            200, patch.body("{\"register\":\"toml\",\"landing\":\"https://a.example/x?y=1\"}"));
    house.ask(412, patch.ifMatch("\"" + made.path("revision").asInt() + "\"").body("{}"));
    house.ask(409, patch.body("{\"name\":\"erp\"}"));
    assertThat(house.ask(200, one)).isEqualTo(patched);
    var done = merchant().install(text(made, "id"), SHOP);
    assertThat(done.headers().firstValue("Location"))
        .hasValue("https://a.example/x?y=1&shop=" + SHOP);
    house.ask(409, Ask.of("DELETE /v1/shopify-apps/{id}").id(text(made, "id")));
    var shops = house.ask(200, Ask.of("GET /v1/shopify-shops").query("?app=" + text(made, "id")));
    var removed = Ask.of("DELETE /v1/shopify-shops/{id}").id(text(shops.at("/items/0"), "id"));
    house.ask(204, removed);
    house.ask(204, Ask.of("DELETE /v1/shopify-apps/{id}").id(text(made, "id")));
    house.ask(404, one);
  }
}
