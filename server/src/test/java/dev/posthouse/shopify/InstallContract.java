package dev.posthouse.shopify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.access.Actor;
import dev.posthouse.access.Secret;
import dev.posthouse.access.Trail;
import dev.posthouse.config.Changed;
import dev.posthouse.config.Match;
import dev.posthouse.event.Invalid;
import dev.posthouse.event.NewEvent;
import dev.posthouse.shopify.Install.Step;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// How shops install an app, and uninstall it.
abstract class InstallContract extends ShopifyFixture {
  @Test
  void a_shop_installs_the_app_and_has_its_topics_registered() throws Exception {
    Shop shop = installed();

    assertThat(store().has()).isEqualTo(all());
    assertThat(shop.checked().registered()).hasSize(3);
    assertThat(shop.checked().problem()).isEmpty();
    assertThat(shop.scopes()).containsExactly("write_products", "read_orders");
    assertThat(ShopForm.write(shop, Optional.of(app)).has("missingScopes")).isFalse();
    assertThat(trail.entries)
        .last()
        .satisfies(entry -> {
          assertThat(entry.kind()).isEqualTo(Trail.Kind.SHOPIFY_SHOP);
          assertThat(entry.action()).isEqualTo("installed");
          assertThat(entry.doc()).contains(SHOP).doesNotContain("shpat", "shprt");
        });
  }

  @Test
  void filters_and_fields_are_registered_with_a_topic() throws Exception {
    installed();

    assertThat(store().subscriptions.values())
        .filteredOn(says -> says.path("topic").asString("").equals("PRODUCTS_UPDATE"))
        .singleElement()
        .satisfies(says -> {
          assertThat(says.path("filter").asString("")).isEqualTo("variants.price:>=10.00");
          assertThat(says.path("includeFields").toString())
              .isEqualTo("[\"id\",\"variants.price\"]");
          assertThat(says.path("metafieldNamespaces").toString()).isEqualTo("[\"custom\"]");
        });
  }

  @Test
  void tokens_and_secrets_are_stored_encrypted_and_come_back() throws Exception {
    Shop shop = installed();
    String stored =
        house.ledger.read(db ->
            db
                .createQuery(
                    "select token from shopify_shop union all select secrets from shopify_app")
                .mapTo(byte[].class)
                .list()
                .stream()
                .map(sealed -> new String(sealed, ISO_8859_1))
                .reduce("", String::concat));
    start();

    assertThat(stored).isNotEmpty().doesNotContain("shpat_", "shprt_", "shpss_");
    assertThat(ours.shops().find(app.id(), SHOP)).contains(shop);
    assertThat(ours.apps().find(TENANT, app.id())).contains(app);
    assertThat(shop.toString() + shop.token() + app).doesNotContain("shpat", "shprt", "shpss");
    assertThat(AppForm.write(app).toString()).doesNotContain("shpss");
  }

  @Test
  void what_shopify_did_not_sign_just_now_is_not_believed() throws Exception {
    Step.Away begun = begun();
    String query = consent(begun);
    var wrong =
        List.of(
            query.replaceFirst("hmac=.", "hmac=x"),
            query.replaceFirst("&hmac=.*", ""),
            query.replaceFirst("code=", "code=1"),
            query + "&extra=1",
            query + "&code=1",
            "");
    for (String each : wrong) {
      assertThat(finish(each, begun.state())).isInstanceOf(Step.Refused.class);
    }
    house.clock.advance(Duration.ofSeconds(91));
    assertThat(finish(query, begun.state())).isInstanceOf(Step.Refused.class);

    assertThat(shopify.asked).isZero();
    assertThat(ours.shops().list(TENANT)).isEmpty();
    house.clock.advance(Duration.ofSeconds(-1));
    assertThat(finish(query, begun.state())).isInstanceOf(Step.Done.class);
  }

  @Test
  void a_shop_has_the_form_of_one_before_anything_is_sent_there() throws Exception {
    for (String shop :
        List.of(
            "evil.example.com",
            "one.myshopify.com.evil.example",
            "evil.example/one.myshopify.com",
            "a@one.myshopify.com",
            "one.myshopify.com:8443",
            "-.myshopify.com",
            "")) {
      var signed = new TreeMap<String, String>();
      signed.put("shop", shop);
      signed.put("code", "1");
      signed.put("state", State.make(app, shop, house.clock.instant(), new SecureRandom()));
      signed.put("timestamp", Long.toString(house.clock.instant().getEpochSecond()));
      String query = FakeShopify.signed(signed);

      assertThat(ours.install().begin(app.id(), query).orElseThrow())
          .isInstanceOf(Step.Refused.class);
      assertThat(finish(query, signed.get("state"))).isInstanceOf(Step.Refused.class);
    }
    assertThat(shopify.asked).isZero();
  }

  @Test
  void only_the_browser_that_began_ends_an_installation() throws Exception {
    Step.Away begun = begun();
    Step.Away others = begun();

    assertThat(finish(consent(begun), "")).isInstanceOf(Step.Refused.class);
    assertThat(finish(consent(begun), others.state())).isInstanceOf(Step.Refused.class);
    String forged = begun.state().replaceFirst("^.", "z");
    assertThat(
            finish(
                consent(new Step.Away(begun.location().replace(begun.state(), forged), forged, "")),
                forged))
        .isInstanceOf(Step.Refused.class);
    house.clock.advance(State.LIFE.plusSeconds(1));
    assertThat(finish(consent(begun), begun.state())).isInstanceOf(Step.Refused.class);
    assertThat(shopify.asked).isZero();
  }

  @Test
  void a_begin_that_claims_to_come_from_shopify_has_to_prove_it() {
    String signed =
        FakeShopify.signed(
            Map.of(
                "shop", SHOP, "timestamp", Long.toString(house.clock.instant().getEpochSecond())));

    assertThat(ours.install().begin(app.id(), signed).orElseThrow()).isInstanceOf(Step.Away.class);
    assertThat(ours.install().begin(app.id(), signed + "0").orElseThrow())
        .isInstanceOf(Step.Refused.class);
  }

  @Test
  void a_code_that_shopify_does_not_know_installs_nothing() throws Exception {
    Step.Away begun = begun();
    String query = consent(begun);
    store().codes.clear();

    assertThat(finish(query, begun.state()))
        .isInstanceOfSatisfying(Step.Refused.class, no -> assertThat(no.status()).isEqualTo(502));
    assertThat(ours.shops().list(TENANT)).isEmpty();
  }

  @Test
  void who_asks_for_tokens_without_end_gets_them() throws Exception {
    withTokensThatDoNotEnd();
    installed();
    nextDay();

    assertThat(shop().checked().problem()).isEmpty();
    assertThat(store().refreshTokens).isEmpty();
  }

  @Test
  void a_shop_that_uninstalls_the_app_is_left_alone_until_it_installs_it_again() throws Exception {
    Shop shop = installed();
    shopify.uninstall(SHOP);
    house.clock.advance(Duration.ofMinutes(1));
    Instant told = house.clock.instant();
    uninstalled(told);

    assertThat(shop().isInstalled()).isFalse();
    assertThat(shop().token()).isEmpty();
    int tokens =
        house.ledger.read(db ->
            db.createQuery("select count(*) from shopify_shop where token is not null")
                .mapTo(Integer.class)
                .one());
    assertThat(tokens).isZero();
    int asked = shopify.asked;
    nextDay();
    var _ = ours.checks().check(shop.id());
    assertThat(shopify.asked).isEqualTo(asked);

    Shop again = installed();
    assertThat(again.id()).isEqualTo(shop.id());
    assertThat(store().has()).isEqualTo(all());
    uninstalled(told);
    assertThat(shop().isInstalled()).isTrue();
    assertThat(
            trail.entries.stream()
                .filter(e -> e.kind() == Trail.Kind.SHOPIFY_SHOP)
                .map(Trail.Entry::action))
        .containsExactly("installed", "uninstalled", "installed");
  }

  @Test
  void the_events_of_a_shop_go_to_the_tenant_that_they_are_for() throws Exception {
    Shop shop = installed();
    var taken = new ArrayList<NewEvent>();
    var _ = gate(taken).take(TENANT, List.of(event("orders.updated", house.clock.instant())));
    var _ = ours.shops().assign(Actor.SYSTEM, TENANT, shop.id(), OTHER);
    var _ = gate(taken).take(TENANT, List.of(event("orders.updated", house.clock.instant())));

    assertThat(taken).extracting(NewEvent::tenant).containsExactly(TENANT, OTHER);
    assertThat(trail.entries.getLast().action()).isEqualTo("assigned");
  }

  @Test
  void the_last_events_of_a_shop_that_uninstalled_the_app_go_to_the_same_tenant() throws Exception {
    Shop shop = installed();
    var _ = ours.shops().assign(Actor.SYSTEM, TENANT, shop.id(), OTHER);
    Instant now = house.clock.instant();
    var taken = new ArrayList<NewEvent>();
    for (String topic : List.of("app.uninstalled", "app.uninstalled", "shop.redact")) {
      var _ = gate(taken).take(TENANT, List.of(event(topic, now)));
    }

    assertThat(shop().isInstalled()).isFalse();
    assertThat(taken).extracting(NewEvent::tenant).containsExactly(OTHER, OTHER, OTHER);
  }

  @Test
  void a_shop_that_is_removed_loses_what_leads_to_us_and_is_forgotten() throws Exception {
    Shop shop = installed();
    assertThat(ours.apps().delete(CALLER, app.id(), Match.ANY))
        .isInstanceOf(Changed.Conflict.class);

    assertThat(ours.checks().remove(Actor.SYSTEM, shop)).isEmpty();
    assertThat(store().has()).isEmpty();
    assertThat(ours.shops().list(TENANT)).isEmpty();
    saved(ours.apps().delete(CALLER, app.id(), Match.ANY));
    start();
    assertThat(ours.apps().list(TENANT)).isEmpty();
    assertThat(ours.shops().list(TENANT)).isEmpty();
  }

  @Test
  void what_a_shop_keeps_when_it_is_removed_is_told() throws Exception {
    Shop shop = installed();
    store().declined = "ORDERS_UPDATED";

    assertThat(ours.checks().remove(Actor.SYSTEM, shop))
        .isEqualTo("ORDERS_UPDATED: You cannot delete this webhook subscription");
    assertThat(store().has()).hasSize(1);
    assertThat(ours.shops().list(TENANT)).isEmpty();
  }

  @Test
  void slips_in_an_app_are_told_where_they_are() {
    for (var slip :
        Map.of(
                form("{\"topic\":\"shop/redact\"}"), "shopify.app.toml",
                form("{\"topic\":\"Orders\"}"), "/topics/0/topic",
                form(ORDERS + "," + ORDERS), "/topics/1/topic",
                form("{\"topic\":\"a/b\",\"filter\":\"price:>\"}"), "/topics/0/filter",
                form(ORDERS).replace("https:", "http:"), "/url",
                form(ORDERS).replace("\"name\"", "\"nmae\""), "did you mean",
                form(ORDERS).replace(source.id().toString(), "so_0000000000000"), "/source",
                form(ORDERS).replace(FakeShopify.SECRET, "***"), "/clientSecrets")
            .entrySet()) {
      assertThatThrownBy(() -> ours.apps().create(CALLER, json(slip.getKey())))
          .as(slip.getKey())
          .isInstanceOfSatisfying(
              Invalid.class, e -> assertThat(e.flaws().toString()).contains(slip.getValue()));
    }
  }

  @Test
  void an_app_whose_source_would_refuse_its_webhooks_says_so() throws Exception {
    var changed =
        ours.apps()
            .patch(CALLER, app.id(), Match.ANY, json("{\"clientSecrets\":[\"another\",\"***1\"]}"));

    assertThat(((Changed.Saved<ShopifyApp>) changed).warnings().toString())
        .contains("source's secrets");
    assertThat(saved(changed).secrets())
        .containsExactly(new Secret("another"), new Secret(FakeShopify.SECRET));
  }
}
