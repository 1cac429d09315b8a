package dev.posthouse.webhooks.receive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.posthouse.webhooks.Request;
import dev.posthouse.webhooks.StandardScheme;
import dev.posthouse.webhooks.provider.Provider;
import dev.posthouse.webhooks.provider.ProviderEvent;
import dev.posthouse.webhooks.provider.Providers;
import dev.posthouse.webhooks.receive.Received.Handled;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WebhookReceiverTest {
  private static final Instant NOW = Instant.parse("2026-11-22T06:00:00Z");
  private static final String SECRET = "hush";
  private static final Provider SHOPIFY = Providers.named("shopify").orElseThrow();
  private static final Provider HUBSPOT = Providers.named("hubspot").orElseThrow();

  private final List<String> seen = new ArrayList<>();
  private boolean failed;
  private final WebhookReceiver<Inbox.NoTransaction> shop =
      WebhookReceiver.of(SHOPIFY, List.of(SECRET))
          .on("orders/create", this::see)
          .on("orders/updated", this::failOnce)
          .on("products/*", this::see);

  @Test
  void a_signed_event_is_handled_and_answered_with_200() {
    Received received = shop.receive(order("orders/create", "1"), NOW);

    assertThat(seen).containsExactly("shopify.orders.create");
    assertThat(received.answer().status()).isEqualTo(200);
    assertThat(received.answer().body()).isEqualTo("{\"stored\":1,\"duplicates\":0}");
  }

  @Test
  void a_duplicate_is_answered_with_200_and_says_so() {
    shop.receive(order("orders/create", "1"), NOW);
    Received received = shop.receive(order("orders/create", "1"), NOW);

    assertThat(seen).hasSize(1);
    assertThat(received.answer().status()).isEqualTo(200);
    assertThat(received.answer().body()).isEqualTo("{\"stored\":0,\"duplicates\":1}");
    assertThat(received.message()).contains("duplicates 1");
    assertThat(received.events()).singleElement().isInstanceOf(Handled.Duplicate.class);
  }

  @Test
  void what_is_signed_once_is_one_event_whatever_unsigned_headers_say() {
    Provider standard = Providers.named("standard").orElseThrow();
    var scheme = StandardScheme.STANDARD;
    String secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    byte[] body = "{\"type\":\"order.paid\"}".getBytes(UTF_8);
    Map<String, String> signed = scheme.sign(Request.post(Map.of(), body), secret, "m1", NOW);
    WebhookReceiver<?> receiver =
        WebhookReceiver.of(standard, scheme.verifier(List.of(secret)), new MemoryInbox())
            .on("*", this::see);
    for (String id : List.of("m1", "m2", "m3")) {
      Map<String, List<String>> headers = new HashMap<>();
      signed.forEach((name, value) -> headers.put(name, List.of(value)));
      headers.put("svix-id", List.of(id));
      receiver.receive(Request.post(headers, body), NOW);
    }

    assertThat(seen).containsExactly("order.paid");
  }

  @Test
  void a_topic_that_nobody_handles_is_answered_with_200() {
    Received received = shop.receive(order("themes/publish", "1"), NOW);

    assertThat(received.answer().status()).isEqualTo(200);
    assertThat(received.events()).singleElement().isInstanceOf(Handled.Ignored.class);
  }

  @Test
  void the_longest_topic_that_fits_counts() {
    WebhookReceiver<?> receiver =
        shop.on("*", event -> seen.add("rest")).on("shopify.products.update", e -> seen.add("own"));
    receiver.receive(order("products/update", "1"), NOW);
    receiver.receive(order("products/delete", "2"), NOW);
    receiver.receive(order("carts/create", "3"), NOW);

    assertThat(seen).containsExactly("own", "shopify.products.delete", "rest");
  }

  @Test
  void a_topic_has_one_handler() {
    assertThatThrownBy(() -> shop.on("shopify.orders.create", this::see))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("shopify.orders.create has a handler already");
    assertThatThrownBy(() -> shop.on("orders/*/x", this::see))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("such as orders/*");
  }

  @Test
  void a_missing_or_wrong_signature_is_answered_with_401_and_handled_by_nobody() {
    Request signed = order("orders/create", "1");
    byte[] other = "{\"id\":2}".getBytes(UTF_8);
    Received forged = shop.receive(signed.with(other), NOW);
    Received unsigned = shop.receive(Request.post(Map.of(), signed.body()), NOW);

    assertThat(forged.answer().status()).isEqualTo(401);
    assertThat(unsigned.answer().status()).isEqualTo(401);
    assertThat(forged.message()).doesNotContain(SECRET);
    assertThat(seen).isEmpty();
  }

  @Test
  void a_malformed_request_is_answered_with_400() {
    Request request = signed(SHOPIFY, SECRET, "{\"id\":", Map.of());

    assertThat(shop.receive(request, NOW).answer().status()).isEqualTo(400);
  }

  @Test
  void a_handler_that_fails_is_answered_with_500_and_called_again_by_the_next_attempt() {
    Received failed = shop.receive(order("orders/updated", "1"), NOW);
    Received again = shop.receive(order("orders/updated", "1"), NOW);

    assertThat(failed.answer().status()).isEqualTo(500);
    assertThat(failed.answer().body()).contains("Send it again").doesNotContain("the ERP is away");
    assertThat(failed.failures()).singleElement().isInstanceOf(IOException.class);
    assertThat(again.answer().status()).isEqualTo(200);
    assertThat(again.events()).singleElement().isInstanceOf(Handled.Done.class);
  }

  @Test
  void other_methods_are_answered_with_405_and_large_bodies_with_413() throws IOException {
    Request order = order("orders/create", "1");
    Request get = new Request("GET", order.url(), order.headers(), order.body());
    WebhookReceiver<?> small = shop.mostBody(8);

    assertThat(shop.receive(get, NOW).answer().status()).isEqualTo(405);
    assertThat(shop.receive(get, NOW).answer().headers()).containsEntry("Allow", "POST");
    assertThat(small.receive(order("orders/create", "1"), NOW).answer().status()).isEqualTo(200);
    assertThat(small.receive(order("orders/create", "12"), NOW).answer().status()).isEqualTo(413);
    assertThat(small.body(new ByteArrayInputStream(new byte[1_000]))).hasSize(9);
  }

  @Test
  void of_several_events_in_a_request_one_that_fails_keeps_none_of_the_others() {
    WebhookReceiver<?> receiver =
        WebhookReceiver.of(HUBSPOT, List.of(SECRET)).on("contact.*", this::failOnce);
    Request request = signed(HUBSPOT, SECRET, "[" + contact(1) + "," + contact(2) + "]", Map.of());

    assertThat(receiver.receive(request, NOW).answer().status()).isEqualTo(500);
    Received again = receiver.receive(request, NOW);
    assertThat(again.answer().body()).isEqualTo("{\"stored\":1,\"duplicates\":1}");
    assertThat(seen).containsExactly("hubspot.contact.creation", "hubspot.contact.creation");
  }

  @Test
  void sources_that_share_an_inbox_do_not_take_each_others_events() {
    MemoryInbox inbox = new MemoryInbox();
    WebhookReceiver<?> one =
        WebhookReceiver.of(SHOPIFY, List.of(SECRET), inbox).source("one").on("*", this::see);
    WebhookReceiver<?> two =
        WebhookReceiver.of(SHOPIFY, List.of(SECRET), inbox).source("two").on("*", this::see);
    one.receive(order("orders/create", "1"), NOW);
    two.receive(order("orders/create", "1"), NOW);

    assertThat(seen).hasSize(2);
  }

  @Test
  void events_may_be_known_by_another_key() {
    WebhookReceiver<?> receiver =
        WebhookReceiver.of(SHOPIFY, List.of(SECRET)).knownBy("eventId").on("*", this::see);
    Map<String, String> action = Map.of("X-Shopify-Event-Id", "action-1");
    receiver.receive(order("orders/updated", "1", action), NOW);
    receiver.receive(order("orders/updated", "2", action), NOW);
    receiver.receive(order("orders/cancelled", "3", action), NOW);

    assertThat(seen).containsExactly("shopify.orders.updated", "shopify.orders.cancelled");
    assertThatThrownBy(() -> shop.knownBy("event"))
        .hasMessageContaining("[webhookId, eventId, body]");
  }

  @Test
  void a_store_that_fails_is_answered_with_500_and_a_busy_one_with_503() {
    Inbox<String> broken =
        (key, now, work) -> {
          throw new IOException("the database is away");
        };
    Inbox<String> busy = (key, now, work) -> Inbox.Taken.BUSY;

    assertThat(answer(broken)).isEqualTo(500);
    assertThat(answer(busy)).isEqualTo(503);
  }

  private int answer(Inbox<String> inbox) {
    WebhookReceiver<?> receiver =
        WebhookReceiver.of(SHOPIFY, List.of(SECRET), inbox).on("*", this::see);
    return receiver.receive(order("orders/create", "1"), NOW).answer().status();
  }

  private void see(ProviderEvent event) {
    seen.add(event.type());
  }

  private void failOnce(ProviderEvent event) throws IOException {
    if (!failed) {
      failed = true;
      throw new IOException("the ERP is away");
    }
    seen.add(event.type());
  }

  private static String contact(int id) {
    return "{\"eventId\":%d,\"subscriptionId\":1,\"portalId\":1,\"occurredAt\":1564113600000,\"subscriptionType\":\"contact.creation\",\"objectId\":%d}"
        .formatted(id, id);
  }

  private static Request order(String topic, String id) {
    return order(topic, id, Map.of());
  }

  private static Request order(String topic, String id, Map<String, String> more) {
    Map<String, String> headers = new HashMap<>(more);
    headers.put("X-Shopify-Topic", topic);
    headers.put("X-Shopify-Shop-Domain", "tea.myshopify.com");
    headers.put("X-Shopify-Webhook-Id", "webhook-" + id);
    return signed(SHOPIFY, SECRET, "{\"id\":" + id + "}", headers);
  }

  private static Request signed(
      Provider provider, String secret, String body, Map<String, String> headers) {
    Map<String, List<String>> all = new HashMap<>();
    all.put("Content-Type", List.of("application/json"));
    headers.forEach((name, value) -> all.put(name, List.of(value)));
    Request plain = new Request("POST", "https://shop.example/in", all, body.getBytes(UTF_8));
    provider
        .scheme()
        .sign(plain, secret, "msg_1", NOW)
        .forEach((name, value) -> all.put(name, List.of(value)));
    return new Request("POST", plain.url(), all, plain.body());
  }
}
