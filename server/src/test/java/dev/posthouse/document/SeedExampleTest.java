package dev.posthouse.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class SeedExampleTest {
  @Test
  void the_order_example_is_read_as_printed() {
    JsonNode webhook =
        Reading.forms(SeedExamples.orders(), Map.of("ENCRYPTED_API_KEY", "k")).get(0);

    JsonNode endpoint = webhook.get("endpoint");
    assertThat(endpoint.get("name").stringValue()).isEqualTo("电子商务订单集成");
    assertThat(endpoint.get("url").stringValue())
        .isEqualTo("https://api.ecommerce.com/webhooks/bigledger");
    assertThat(endpoint.get("auth").toString())
        .isEqualTo(
            """
            {"type":"api_key","header":"X-API-Key","value":"k"}\
            """);
    assertThat(endpoint.get("retry").toString())
        .isEqualTo(
            """
            {"maxAttempts":3,"strategy":"exponential"}\
            """);
    assertThat(endpoint.get("timeout").stringValue()).isEqualTo("30s");
    JsonNode subscription = webhook.at("/subscriptions/0");
    assertThat(subscription.get("types").size()).isEqualTo(4);
    assertThat(subscription.get("payload").toString())
        .isEqualTo(
            """
            {"order_id":"{{ order.id }}","customer_id":"{{ order.customer_id }}",\
            "total_amount":"{{ order.total }}","status":"{{ order.status }}",\
            "items":"{{ order.items }}","timestamp":"{{ event.timestamp }}"}\
            """);
    assertThat(subscription.get("filter").toString())
        .isEqualTo(
            """
            ["order.total > 100","order.status != \\"draft\\""]\
            """);
  }

  @Test
  void the_customer_example_is_read_as_printed() {
    JsonNode webhook =
        Reading.forms(
                SeedExamples.customers(),
                Map.of("OAUTH_TOKEN", "t", "CRM_SERVER_IPS", "203.0.113.7,203.0.113.8"))
            .get(0);

    JsonNode endpoint = webhook.get("endpoint");
    assertThat(endpoint.get("auth").toString())
        .isEqualTo(
            """
            {"type":"bearer","token":"t"}\
            """);
    assertThat(endpoint.get("tls").toString())
        .isEqualTo(
            """
            {"verify":true}\
            """);
    assertThat(endpoint.get("allowedIps").size()).isEqualTo(2);
    assertThat(endpoint.get("rateLimit").stringValue()).isEqualTo("100/min");
    assertThat(webhook.at("/subscriptions/0/payload").size()).isEqualTo(6);
  }

  @Test
  void missing_values_are_told_by_name_and_place() {
    assertThat(Reading.flaws(SeedExamples.customers()))
        .containsExactly(
            "6:6 /认证/令牌 no value is given for [OAUTH_TOKEN]; give it: values.OAUTH_TOKEN, or --set OAUTH_TOKEN=…",
            "23:10 /安全设置/IP 白名单 no value is given for [CRM_SERVER_IPS]; give it: values.CRM_SERVER_IPS, or --set CRM_SERVER_IPS=…");
  }
}
