package dev.posthouse.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.accept.Acceptance;
import dev.posthouse.access.Caller;
import dev.posthouse.access.Role;
import dev.posthouse.access.Secret;
import dev.posthouse.access.Vault;
import dev.posthouse.config.Changed;
import dev.posthouse.config.Match;
import dev.posthouse.event.ContentHash;
import dev.posthouse.event.Envelope;
import dev.posthouse.event.NewEvent;
import dev.posthouse.event.Origin;
import dev.posthouse.event.Payload;
import dev.posthouse.event.TenantId;
import dev.posthouse.receive.Source;
import dev.posthouse.receive.Sources;
import dev.posthouse.shopify.Install.Step;
import dev.posthouse.testing.Databases;
import dev.posthouse.testing.SteppedLedger;
import dev.posthouse.testing.Unrecorded;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// An app that many shops install, on a real database, and a Shopify that keeps to the vendor's
/// documentation.
abstract class ShopifyFixture {
  static final TenantId TENANT = new TenantId(1);
  static final TenantId OTHER = new TenantId(2);
  static final Caller CALLER = new Caller(TENANT, EnumSet.allOf(Role.class), "admin");
  static final InetAddress HERE = InetAddress.getLoopbackAddress();
  static final String SHOP = "one.myshopify.com";
  static final String ORDERS = "{\"topic\":\"orders/updated\"}";
  static final String PRODUCTS =
      "{\"topic\":\"products/update\",\"filter\":\"variants.price:>=10.00\","
          + "\"includeFields\":[\"variants.price\",\"id\"],\"metafieldNamespaces\":[\"custom\"]}";

  @TempDir Path folder;
  SteppedLedger house;
  Unrecorded trail;
  FakeShopify shopify;
  Sources sources;
  Source source;
  Shopify ours;
  ShopifyApp app;

  abstract Databases.Kind kind();

  @BeforeEach
  void open() throws Exception {
    house = new SteppedLedger(kind(), folder.resolve("data"));
    trail = new Unrecorded(house.ledger, house);
    shopify = new FakeShopify(house.clock);
    start();
    source =
        saved(
            sources.create(
                CALLER,
                json(
                    "{\"name\":\"shop\",\"provider\":\"shopify\",\"secrets\":[\"%s\"]}"
                        .formatted(FakeShopify.SECRET))));
    app = saved(ours.apps().create(CALLER, json(form(ORDERS + "," + PRODUCTS))));
  }

  @AfterEach
  void close() {
    house.close();
  }

  /// As after a restart.
  final void start() {
    var random = new SecureRandom();
    var vault = Vault.open(house.ledger, folder, new Secret(""), random);
    var outside = new Sources.Outside(shopify, house, house.clock::nanos);
    sources = new Sources(house.ledger, trail, vault, house.ids, random, outside);
    sources.load();
    ours =
        Shopify.of(
            new Shopify.Parts(
                house.ledger,
                trail,
                vault,
                sources,
                shopify,
                house,
                house.clock,
                house.ids,
                random));
    ours.load();
  }

  String form(String topics) {
    return """
    {"name":"erp","clientId":"%s","clientSecrets":["%s"],"scopes":["read_orders","read_products"],
    "topics":[%s],"source":"%s","url":"https://hooks.example.com/"}
    """
        .formatted(FakeShopify.CLIENT, FakeShopify.SECRET, topics, source.id());
  }

  static tools.jackson.databind.JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }

  static <T> T saved(Changed<T> changed) {
    assertThat(changed).isInstanceOf(Changed.Saved.class);
    return ((Changed.Saved<T>) changed).resource();
  }

  String uri() {
    return "https://hooks.example.com/in/" + source.address();
  }

  Step.Away begun() {
    Step step = ours.install().begin(app.id(), "shop=" + SHOP).orElseThrow();
    assertThat(step).isInstanceOf(Step.Away.class);
    return (Step.Away) step;
  }

  /// The query that Shopify sends the browser back with.
  String consent(Step.Away begun) {
    return URI.create(shopify.consent(begun.location())).getRawQuery();
  }

  Step finish(String query, String cookie) throws InterruptedException {
    return ours.install().finish(app.id(), query, cookie, HERE).orElseThrow();
  }

  Shop installed() throws InterruptedException {
    Step.Away begun = begun();
    assertThat(finish(consent(begun), begun.state())).isInstanceOf(Step.Done.class);
    return shop();
  }

  Shop shop() {
    return ours.shops().find(app.id(), SHOP).orElseThrow();
  }

  FakeStore store() {
    return shopify.store(SHOP);
  }

  void nextDay() {
    house.clock.advance(Duration.ofDays(1));
    ours.checks().step();
  }

  long changes() {
    return store().asked.stream().filter(field -> !field.equals("webhookSubscriptions")).count();
  }

  List<String> all() {
    return List.of(
        "APP_UNINSTALLED " + uri(), "ORDERS_UPDATED " + uri(), "PRODUCTS_UPDATE " + uri());
  }

  final void withTokensThatDoNotEnd() throws InterruptedException {
    app = saved(ours.apps().patch(CALLER, app.id(), Match.ANY, json("{\"expiringTokens\":false}")));
  }

  static tools.jackson.databind.node.ObjectNode object(String topic, String uri) {
    var says = JsonMapper.shared().createObjectNode().put("topic", topic).put("uri", uri);
    says.putNull("filter").putArray("includeFields");
    says.putArray("metafieldNamespaces");
    return says;
  }

  ShopEvents gate(List<NewEvent> taken) {
    return new ShopEvents(
        (tenant, events) -> {
          taken.addAll(events);
          return new Acceptance.Accepted(List.of());
        },
        ours,
        tenant -> true,
        house.clock);
  }

  NewEvent event(String topic, Instant triggered) {
    var headers =
        Map.of("x-shopify-shop-domain", SHOP, "x-shopify-triggered-at", triggered.toString());
    var envelope = new Envelope("shopify." + topic, "", triggered, "", "", Map.of(), headers);
    var payload = new Payload("application/json", "{}".getBytes(StandardCharsets.UTF_8));
    var hash = ContentHash.of(envelope, Optional.empty(), payload);
    return new NewEvent(TENANT, new Origin(source.id().toString(), "1"), envelope, payload, hash);
  }

  void uninstalled(Instant triggered) throws InterruptedException {
    gate(new ArrayList<>()).take(TENANT, List.of(event("app.uninstalled", triggered)));
  }
}
