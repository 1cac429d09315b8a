package dev.posthouse.webhooks.provider;

import static dev.posthouse.webhooks.provider.Requests.data;
import static dev.posthouse.webhooks.provider.Requests.event;
import static dev.posthouse.webhooks.provider.Requests.form;
import static dev.posthouse.webhooks.provider.Requests.json;
import static dev.posthouse.webhooks.provider.Requests.method;
import static dev.posthouse.webhooks.provider.Requests.provider;
import static dev.posthouse.webhooks.provider.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.posthouse.webhooks.Request;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Shopify, WooCommerce, Stripe.
class ShopsTest {
  private static final String ORDER =
      "{\"id\":820982911946154508,\"total_price\":\"10.00\",\"updated_at\":\"2026-11-22T03:00:00-05:00\"}";

  @Test
  void shopify_tells_topic_shop_time_and_two_keys() {
    ProviderEvent event =
        event(
            "shopify",
            json(
                ORDER,
                "X-Shopify-Topic",
                "orders/updated",
                "X-Shopify-Shop-Domain",
                "a.myshopify.com",
                "X-Shopify-Api-Version",
                "2026-07",
                "X-Shopify-Webhook-Id",
                "w1",
                "X-Shopify-Event-Id",
                "e1",
                "X-Shopify-Triggered-At",
                "2026-11-22T08:00:01.123456789Z"));

    assertThat(event.type()).isEqualTo("shopify.orders.updated");
    assertThat(event.subject()).isEqualTo("orders/820982911946154508");
    assertThat(event.time()).isEqualTo("2026-11-22T08:00:01.123456789Z");
    assertThat(event.key()).isEqualTo("w1");
    assertThat(event.key("eventId")).isEqualTo("a.myshopify.com|orders/updated|e1");
    assertThat(event.attributes())
        .containsOnly(
            entry("shop", "a.myshopify.com"),
            entry("apiversion", "2026-07"),
            entry("webhookid", "w1"),
            entry("eventid", "e1"));
    assertThat(data(event)).isEqualTo(ORDER);
  }

  @Test
  void shopify_events_have_an_action_and_the_new_headers_go_first() {
    ProviderEvent event =
        event(
            "shopify",
            json(
                "{\"topic\":\"Product\",\"action\":\"update\",\"data\":{\"id\":7}}",
                "shopify-hmac-sha256",
                "x",
                "shopify-topic",
                "Product",
                "shopify-action",
                "update",
                "shopify-shop-domain",
                "a.myshopify.com",
                "shopify-webhook-id",
                "w2",
                "shopify-handle",
                "prices",
                "X-Shopify-Topic",
                "products/update"));

    assertThat(event.type()).isEqualTo("shopify.product.update");
    assertThat(event.subject()).isEqualTo("product/7");
    assertThat(event.keys()).containsOnlyKeys("webhookId", "body");
    assertThat(event.attributes()).containsEntry("handle", "prices");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "customers/redact | {\"shop_id\":1,\"customer\":{\"id\":2}} | customers/2",
        "shop/redact | {\"shop_id\":1} | shop/1",
        "customer.tags_added | {\"a\":1} | ''",
      })
  void shopify_names_whom_its_other_topics_are_about(String topic, String body, String subject) {
    ProviderEvent event =
        event("shopify", json(body, "X-Shopify-Topic", topic, "X-Shopify-Shop-Domain", "a"));

    assertThat(event.type()).isEqualTo("shopify." + topic.replace('/', '.'));
    assertThat(event.subject()).isEqualTo(subject);
    assertThat(event.key()).startsWith("sha256:");
  }

  @Test
  void shopify_falls_back_to_the_time_of_the_body() {
    ProviderEvent event =
        event("shopify", json(ORDER, "X-Shopify-Topic", "a/b", "X-Shopify-Shop-Domain", "a"));

    assertThat(event.time()).isEqualTo("2026-11-22T08:00:00Z");
  }

  @Test
  void shopify_bodies_of_xml_are_passed_on_as_they_are() {
    ProviderEvent event =
        event(
            "shopify",
            request(
                "application/xml",
                "<order/>",
                "X-Shopify-Topic",
                "orders/paid",
                "X-Shopify-Shop-Domain",
                "a"));

    assertThat(event.contentType()).isEqualTo("application/xml");
    assertThat(data(event)).isEqualTo("<order/>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Shopify-Topic", "X-Shopify-Shop-Domain"})
  void shopify_needs_topic_and_shop(String only) {
    assertThat(provider("shopify").read(json(ORDER, only, "x")))
        .isInstanceOf(Reading.Unreadable.class);
  }

  @Test
  void woocommerce_tells_topic_site_and_a_key_that_holds_the_body() {
    String body = "{\"id\":12,\"date_modified_gmt\":\"2026-11-22T03:00:00\"}";
    String[] headers = {
      "X-WC-Webhook-Topic", "order.updated",
      "X-WC-Webhook-Source", "https://shop.example/",
      "X-WC-Webhook-ID", "3",
      "X-WC-Webhook-Delivery-ID", "d1"
    };
    ProviderEvent event = event("woocommerce", json(body, headers));

    assertThat(event.type()).isEqualTo("woocommerce.order.updated");
    assertThat(event.subject()).isEqualTo("order/12");
    assertThat(event.time()).isEqualTo("2026-11-22T03:00:00Z");
    assertThat(event.key()).startsWith("d1|sha256:");
    assertThat(event("woocommerce", json("{\"id\":13}", headers)).key())
        .startsWith("d1|")
        .isNotEqualTo(event.key());
  }

  @Test
  void woocommerce_pings_unsigned_and_gets_exactly_200() {
    Request ping = form("webhook_id=123");

    assertThat(provider("woocommerce").greet(ping)).contains(Answer.empty(200));
    assertThat(provider("woocommerce").greet(method("GET", ping))).isEmpty();
    assertThat(provider("woocommerce").greet(form("webhook_id=123&a=b"))).isEmpty();
    assertThat(provider("woocommerce").greet(form("webhook_id=123", "X-WC-Webhook-Signature", "x")))
        .isEmpty();
  }

  @Test
  void stripe_tells_type_object_and_time() {
    ProviderEvent event =
        event(
            "stripe",
            json(
                "{\"id\":\"evt_1\",\"object\":\"event\",\"type\":\"invoice.paid\",\"created\":1700000000,"
                    + "\"livemode\":false,\"data\":{\"object\":{\"id\":\"in_1\"}}}"));

    assertThat(event.type()).isEqualTo("stripe.invoice.paid");
    assertThat(event.subject()).isEqualTo("in_1");
    assertThat(event.key()).isEqualTo("evt_1");
    assertThat(event.time()).isEqualTo(Instant.ofEpochSecond(1_700_000_000));
    assertThat(event.attributes()).containsOnly(entry("livemode", "false"));
  }

  @Test
  void stripe_tells_thin_events_too() {
    ProviderEvent event =
        event(
            "stripe",
            json(
                "{\"id\":\"evt_2\",\"object\":\"v2.core.event\",\"type\":\"v1.billing.meter.error\","
                    + "\"created\":\"2026-11-22T03:00:00.5Z\",\"related_object\":{\"id\":\"mtr_1\"}}"));

    assertThat(event.subject()).isEqualTo("mtr_1");
    assertThat(event.time()).isEqualTo("2026-11-22T03:00:00.5Z");
  }
}
