package dev.posthouse.shopify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.posthouse.access.Secret;
import dev.posthouse.event.ShopifyAppId;
import dev.posthouse.event.SourceId;
import dev.posthouse.event.TenantId;
import dev.posthouse.net.Reply;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The vendor's own library, as the app in our place: the fake Shopify is one to it, and what we
/// say to Shopify and believe of it is what the library says and believes.
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VendorJudgesTest {
  private static final String SHOP = "judged.myshopify.com";
  private static final String HOST = "hooks.example.com";
  private static final ShopifyApp APP =
      new ShopifyApp(
          new ShopifyAppId(1),
          new TenantId(1),
          1,
          "app",
          FakeShopify.CLIENT,
          List.of(new Secret(FakeShopify.SECRET)),
          List.of("read_orders", "write_products"),
          List.of(),
          new SourceId(1),
          "https://" + HOST,
          "2026-07",
          ShopifyApp.Registering.API,
          true,
          "");

  private final FakeShopify shopify = new FakeShopify(InstantSource.system());
  private HttpServer server;
  private Process node;
  private BufferedWriter requests;
  private BufferedReader answers;

  @BeforeAll
  void start() throws IOException {
    Path folder =
        Path.of(System.getProperty("posthouse.verify", "../verify")).toAbsolutePath().normalize();
    if (!Files.isDirectory(folder.resolve("node_modules"))) {
      throw new IllegalStateException(
          "The judges are not installed: run `npm ci` in " + folder + " (Node 20 or newer)");
    }
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    node =
        new ProcessBuilder("node", "shopify.mjs")
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    requests = node.outputWriter(UTF_8);
    answers = node.inputReader(UTF_8);
  }

  @AfterAll
  void stop() {
    node.destroy();
    server.stop(0);
  }

  /// The library thinks that it asks `https://SHOP/PATH`.
  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String[] parts = exchange.getRequestURI().getPath().substring(1).split("/", 2);
      String token = exchange.getRequestHeaders().getFirst("X-Shopify-Access-Token");
      byte[] body = exchange.getRequestBody().readAllBytes();
      Reply reply = shopify.answer(parts[0], "/" + parts[1], token == null ? "" : token, body);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(reply.status(), reply.body().length);
      exchange.getResponseBody().write(reply.body());
    }
  }

  private static ObjectNode wish(String what) {
    ObjectNode wish = JsonMapper.shared().createObjectNode().put("do", what);
    wish.put("client", FakeShopify.CLIENT).put("secret", FakeShopify.SECRET).put("host", HOST);
    APP.scopes().forEach(wish.putArray("scopes")::add);
    return wish;
  }

  private JsonNode ask(ObjectNode wish) throws IOException {
    int port = server.getAddress().getPort();
    requests.write(wish.put("fake", "http://127.0.0.1:" + port) + "\n");
    requests.flush();
    return JsonMapper.shared().readTree(answers.readLine());
  }

  private String text(JsonNode answer, String field) {
    assertThat(answer.has(field)).as(answer.toString()).isTrue();
    return answer.path(field).stringValue();
  }

  private JsonNode begun() throws IOException {
    return ask(wish("begin").put("shop", SHOP).put("path", APP.path() + "/callback"));
  }

  @Test
  void a_browser_is_sent_where_the_library_sends_it() throws IOException {
    String theirs = text(begun(), "location");
    var parameters = Proof.parameters(URI.create(theirs).getRawQuery());

    assertThat(Install.location(APP, SHOP, String.valueOf(parameters.get("state"))))
        .isEqualTo(theirs);
  }

  @Test
  void the_library_installs_itself_with_the_fake_and_registers_its_topics_once()
      throws IOException {
    JsonNode begun = begun();
    String back = shopify.consent(text(begun, "location"));
    ObjectNode callback =
        wish("callback")
            .put("url", back.substring(("https://" + HOST).length()))
            .put("cookies", text(begun, "cookies"))
            .put("expiring", true);
    JsonNode first = ask(callback);
    assertThat(text(first, "scope")).isEqualTo("write_products,read_orders");
    assertThat(text(ask(callback), "error")).isNotEmpty();
    JsonNode session =
        ask(wish("refresh").put("shop", SHOP).put("refresh", text(first, "refresh")));
    assertThat(text(session, "access")).isNotEqualTo(text(first, "access"));

    assertThat(registered(session, "ORDERS_CREATE", "ORDERS_UPDATED"))
        .isEqualTo("[\"ORDERS_CREATE create true\",\"ORDERS_UPDATED create true\"]");
    assertThat(registered(session, "ORDERS_CREATE", "ORDERS_UPDATED")).isEqualTo("[]");
    assertThat(registered(session, "ORDERS_UPDATED")).isEqualTo("[\"ORDERS_CREATE delete true\"]");
    assertThat(shopify.store(SHOP).has())
        .containsExactly("ORDERS_UPDATED https://" + HOST + "/hooks");
  }

  private String registered(JsonNode session, String... topics) throws IOException {
    ObjectNode wish = wish("register").put("shop", SHOP).put("path", "/hooks");
    List.of(topics).forEach(wish.putArray("topics")::add);
    return ask(wish.put("access", text(session, "access"))).path("operations").toString();
  }

  @Test
  void queries_are_believed_that_the_library_believes() throws IOException {
    Instant now = Instant.now();
    for (int age : List.of(0, 85, 100, -85, -100)) {
      var parameters = new TreeMap<String, String>();
      parameters.put("shop", SHOP);
      parameters.put("host", "YWRtaW4/YT1iJmM9ZA==");
      parameters.put("name", "a b+c*d~é&=/");
      parameters.put("timestamp", Long.toString(now.minusSeconds(age).getEpochSecond()));
      var signed = Proof.parameters(FakeShopify.signed(parameters));

      assertThat(believed(signed)).as("%d s", age).isEqualTo(Math.abs(age) < 90);
      assertThat(Proof.holds(signed, APP.secrets(), now)).isEqualTo(Math.abs(age) < 90);
      assertThat(Proof.sign(parameters, APP.secrets().getFirst())).isEqualTo(signed.get("hmac"));
      signed.put("shop", "other.myshopify.com");
      assertThat(believed(signed)).isFalse();
      assertThat(Proof.holds(signed, APP.secrets(), now)).isFalse();
    }
  }

  private boolean believed(Map<String, String> parameters) throws IOException {
    ObjectNode wish = wish("query");
    ObjectNode query = wish.putObject("query");
    parameters.forEach(query::put);
    return ask(wish).path("valid").asBoolean(false);
  }

  @Test
  void the_library_believes_the_webhooks_of_the_fake() throws IOException {
    String body = "{\"id\":1,\"note\":\"€ 多\"}";
    ObjectNode wish = wish("webhook").put("body", body);
    ObjectNode headers = wish.putObject("headers");
    shopify.webhook(SHOP, "orders/updated", "w-1", body).forEach(headers::put);

    assertThat(ask(wish).path("valid").asBoolean(false)).isTrue();
    assertThat(ask(wish.put("body", body + " ")).path("valid").asBoolean(true)).isFalse();
  }

  @Test
  void what_is_no_shop_to_the_library_is_none_to_us() throws IOException {
    for (String shop :
        List.of(
            "a.myshopify.com",
            "a-1.myshopify.com",
            "-a.myshopify.com",
            ".myshopify.com",
            "a.b.myshopify.com",
            "a.myshopify.com.evil.example",
            "a.myshopify.com:1",
            "x@a.myshopify.com",
            "a_myshopify.com",
            "https://a.myshopify.com",
            "a%2f.myshopify.com")) {
      boolean theirs = !ask(wish("shop").put("shop", shop)).path("shop").isNull();
      assertThat(Domain.is(shop)).as(shop).isEqualTo(theirs);
    }
  }

  /// shopify.dev, "Verify a request": its example, kept by the OAuth library for Elixir.
  @Test
  void the_example_of_the_documentation_is_believed() {
    var parameters =
        Proof.parameters(
            "code=0907a61c0c8d55e99db179b68161bc00&hmac=700e2dadb827fcc8609e9d5ce208b2e9cdaab9df07390d2cbca10d7c328fc4bf&shop=some-shop.myshopify.com&state=0.6784241404160823&timestamp=1337178173");

    assertThat(Proof.isSigned(parameters, new Secret("hush"))).isTrue();
    assertThat(
            Proof.holds(parameters, List.of(new Secret("hush")), Instant.ofEpochSecond(1337178173)))
        .isTrue();
  }
}
