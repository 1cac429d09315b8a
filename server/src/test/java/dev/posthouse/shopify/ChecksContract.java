package dev.posthouse.shopify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.posthouse.access.Actor;
import dev.posthouse.access.Secret;
import dev.posthouse.access.Vault;
import dev.posthouse.config.Match;
import dev.posthouse.net.Reply;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What is registered in shops, and kept so.
abstract class ChecksContract extends ShopifyFixture {
  @Test
  void a_second_look_changes_nothing() throws Exception {
    Shop shop = installed();
    long changes = changes();
    nextDay();
    var _ = ours.checks().check(shop.id());

    assertThat(changes).isEqualTo(3);
    assertThat(changes()).isEqualTo(changes);
    assertThat(store().has()).isEqualTo(all());
    assertThat(shop().checked().next()).isEqualTo(house.clock.instant().plus(Checks.EVERY));
  }

  @Test
  void what_was_removed_is_restored_a_day_later_and_what_others_registered_stays()
      throws Exception {
    installed();
    store()
        .subscriptions
        .values()
        .removeIf(says -> says.path("topic").asString("").equals("ORDERS_UPDATED"));
    store()
        .subscriptions
        .put(
            "gid://shopify/WebhookSubscription/77",
            object("CARTS_UPDATE", "https://other.example/"));
    house.clock.advance(Duration.ofHours(23));
    ours.checks().step();
    assertThat(store().has()).hasSize(3);
    house.clock.advance(Duration.ofHours(1));
    ours.checks().step();

    assertThat(store().has())
        .containsAll(all())
        .contains("CARTS_UPDATE https://other.example/")
        .hasSize(4);
  }

  @Test
  void another_address_or_other_topics_are_brought_to_every_shop_at_once() throws Exception {
    installed();
    source = saved(sources.rotateAddress(CALLER, source.id()));
    ours.checks().step();
    assertThat(store().has()).isEqualTo(all());
    assertThat(store().asked)
        .contains("webhookSubscriptionUpdate")
        .doesNotContain("webhookSubscriptionDelete");

    app =
        saved(
            ours.apps()
                .patch(
                    CALLER,
                    app.id(),
                    Match.ANY,
                    json("{\"topics\":[{\"topic\":\"orders/create\"}]}")));
    ours.checks().step();
    assertThat(store().has()).containsExactly("APP_UNINSTALLED " + uri(), "ORDERS_CREATE " + uri());
  }

  @Test
  void who_deploys_with_a_toml_has_nothing_registered_twice() throws Exception {
    installed();
    app = saved(ours.apps().patch(CALLER, app.id(), Match.ANY, json("{\"register\":\"toml\"}")));
    ours.checks().step();

    assertThat(store().has()).isEmpty();
    assertThat(AppToml.write(app, source))
        .isEqualTo(
            """
            [webhooks]
            api_version = "2026-07"

            [[webhooks.subscriptions]]
            topics = ["orders/updated", "app/uninstalled"]
            uri = "%1$s"

            [[webhooks.subscriptions]]
            topics = ["products/update"]
            uri = "%1$s"
            filter = "variants.price:>=10.00"
            include_fields = ["variants.price", "id"]
            metafield_namespaces = ["custom"]

            [[webhooks.subscriptions]]
            compliance_topics = ["customers/data_request", "customers/redact", "shop/redact"]
            uri = "%1$s"
            """
                .formatted(uri()));
  }

  @Test
  void a_topic_that_a_shop_declines_is_told_and_the_others_are_registered() throws Exception {
    store().declined = "ORDERS_UPDATED";
    Shop shop = installed();

    assertThat(shop.checked().problem()).contains("ORDERS_UPDATED: You cannot create");
    assertThat(store().has())
        .containsExactly("APP_UNINSTALLED " + uri(), "PRODUCTS_UPDATE " + uri());
    store().declined = "";
    nextDay();
    assertThat(store().has()).isEqualTo(all());
    assertThat(shop().checked().problem()).isEmpty();
  }

  @Test
  void errors_under_a_200_are_failures_and_are_tried_again_later_and_later() throws Exception {
    withTokensThatDoNotEnd();
    Shop shop = installed();
    shopify.instead =
        new Reply(
            200,
            "{\"errors\":[{\"message\":\"Internal error\"}]}".getBytes(StandardCharsets.UTF_8));
    nextDay();
    assertThat(shop().checked().problem()).contains("Internal error");
    assertThat(shop().checked().registered()).isEqualTo(shop.checked().registered());
    assertThat(shop().checked().next()).isEqualTo(house.clock.instant().plus(Checks.FIRST_RETRY));
    house.clock.advance(Checks.FIRST_RETRY);
    ours.checks().step();
    assertThat(shop().checked().next())
        .isEqualTo(house.clock.instant().plus(Checks.FIRST_RETRY.multipliedBy(2)));

    shopify.instead = new Reply(0, new byte[0]);
    house.clock.advance(Duration.ofHours(1));
    ours.checks().step();
    assertThat(shop().checked().problem()).isEmpty();
    assertThat(shop().checked().failures()).isZero();
  }

  @Test
  void a_shop_that_is_asked_too_much_is_left_alone_for_a_while() throws Exception {
    store().points = 25;
    Shop shop = installed();
    assertThat(store().has()).hasSize(1);
    assertThat(shop.checked().problem()).contains("asks to wait");
    ours.checks().step();
    assertThat(store().has()).hasSize(1);
    house.clock.advance(Duration.ofSeconds(2));
    ours.checks().step();
    assertThat(store().has()).isEqualTo(all());

    shopify.instead = new Reply(429, new byte[0], Duration.ofSeconds(90));
    nextDay();
    assertThat(shop().checked().next()).isEqualTo(house.clock.instant().plusSeconds(90));
    assertThat(shop().checked().failures()).isZero();
  }

  @Test
  void lists_are_read_page_by_page() throws Exception {
    store().pageSize = 1;
    installed();
    long changes = changes();
    nextDay();

    assertThat(changes()).isEqualTo(changes);
    assertThat(store().asked.stream().filter("webhookSubscriptions"::equals).count()).isEqualTo(4);
  }

  @Test
  void a_token_that_ends_is_renewed_and_the_new_one_stored_before_it_is_used() throws Exception {
    installed();
    nextDay();
    start();
    nextDay();

    assertThat(shop().checked().problem()).isEmpty();
    assertThat(store().tokens).hasSize(1);
    store().refreshTokens.clear();
    nextDay();
    assertThat(shop().checked().problem()).contains("invalid_grant");
  }

  @Test
  void of_several_nodes_one_looks_after_a_shop_and_all_have_its_token() throws Exception {
    installed();
    Shopify first = ours;
    start();
    house.clock.advance(Duration.ofDays(1));
    first.checks().step();
    int asked = shopify.asked;
    ours.checks().step();
    assertThat(shopify.asked).isEqualTo(asked);
    assertThat(shop().checked().problem()).isEmpty();

    nextDay();
    assertThat(shopify.asked).isGreaterThan(asked);
    assertThat(shop().checked().problem()).isEmpty();
    first.checks().step();
    assertThat(first.shops().find(app.id(), SHOP)).contains(shop());
  }

  @Test
  void a_shop_is_removed_with_the_token_that_another_node_has_renewed() throws Exception {
    Shop known = installed();
    Shopify first = ours;
    start();
    nextDay();
    assertThat(shop().token()).isNotEqualTo(known.token());

    assertThat(first.checks().remove(Actor.SYSTEM, known)).isEmpty();
    assertThat(store().has()).isEmpty();
  }

  @Test
  void a_token_that_another_node_has_renewed_is_not_overwritten() throws Exception {
    Shop known = installed();
    Shopify first = ours;
    start();
    nextDay();
    Shop renewed = shop();
    var late = new Token(new Secret("late"), Token.NEVER, Optional.empty());

    assertThat(first.shops().renewed(known, late)).isEmpty();
    assertThat(first.shops().at(known.id())).contains(renewed);
    assertThat(ours.shops().renewed(renewed, late)).isPresent();
  }

  @Test
  void what_is_written_takes_the_place_of_the_token_alone_that_was_read() throws Exception {
    Shop known = installed();
    var rows = new ShopRows(Vault.open(house.ledger, folder, new Secret(""), new SecureRandom()));
    ShopRows.Stored before = house.ledger.read(db -> rows.find(db, known.id())).orElseThrow();
    var other = new Token(new Secret("other"), Token.NEVER, Optional.empty());

    assertThat(replaced(rows, before, known.with(other))).isTrue();
    assertThat(replaced(rows, before, known.with(other))).isFalse();
    assertThat(house.ledger.read(db -> rows.find(db, known.id())).orElseThrow().shop().token())
        .contains(other);
  }

  private boolean replaced(ShopRows rows, ShopRows.Stored before, Shop after) {
    return house.await(house.ledger.change(db -> rows.replace(db, before, after)));
  }

  @Test
  void the_tenant_of_a_shop_changes_without_its_token() throws Exception {
    Shop known = installed();
    Shopify first = ours;
    start();
    nextDay();
    Shop assigned = first.shops().assign(Actor.SYSTEM, TENANT, known.id(), OTHER).orElseThrow();

    assertThat(assigned.token()).isEqualTo(shop().token());
    start();
    assertThat(shop()).isEqualTo(assigned);
  }
}
